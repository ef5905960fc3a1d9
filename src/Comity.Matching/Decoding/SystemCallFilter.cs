using System.Runtime.InteropServices;

namespace Comity.Matching;

/// <summary>A seccomp filter that refuses (EPERM) what a decoder never needs.</summary>
/// <remarks>A list of refusals rather than of permissions: the runtime's own needs change with its version. Numbers are of the kernel's tables for
/// x86-64 and arm64; the second was not run.</remarks>
internal static partial class SystemCallFilter
{
    private const uint LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfAtLeast = 0x35, JumpIfAnySet = 0x45, Return = 0x06;
    private const uint Allow = 0x7fff0000, RefuseWithPermission = 0x00050001, Kill = 0x80000000;
    private const int SetFilter = 1, AllThreads = 1;
    private const uint X32Numbers = 0x40000000;
    private const uint WriteOpenFlags = 0x1 | 0x2 | 0x40 | 0x200; // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC

    /// <param name="Architecture">AUDIT_ARCH of the kernel.</param>
    /// <param name="Seccomp">Number of seccomp itself.</param>
    /// <param name="Opens">Calls that open a file, with the argument that holds the flags.</param>
    /// <param name="Refused">Calls refused outright.</param>
    private sealed record Table(uint Architecture, long Seccomp, (uint Call, uint Argument)[] Opens, uint[] Refused);

    // socket connect accept sendto sendmsg bind listen socketpair kill execve ptrace truncate rename..symlink chmod..lchown mknod mount umount2
    // openat2 and its like, process_vm_*, keyctl, unshare, setns, bpf, perf_event_open, memfd_create, execveat, userfaultfd, io_uring, pidfd_*
    private static readonly Table X64 = new(0xC000003E, 317, [(2, 1), (257, 2)],
        [41, 42, 43, 44, 46, 49, 50, 53, 59, 62, 76, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 101, 133, 165, 166, 248, 249, 250, 258, 259, 260, 263,
         264, 265, 266, 268, 272, 288, 298, 308, 310, 311, 316, 319, 321, 322, 323, 424, 425, 426, 427, 434, 437, 438]);

    private static readonly Table Arm64 = new(0xC00000B7, 277, [(56, 2)],
        [33, 34, 35, 36, 37, 38, 39, 40, 45, 52, 53, 54, 55, 97, 117, 129, 198, 199, 200, 201, 202, 203, 206, 211, 217, 218, 219, 221, 241, 242, 268, 270,
         271, 276, 279, 280, 281, 282, 424, 425, 426, 427, 434, 437, 438]);

    internal static unsafe bool Install()
    {
        var table = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => X64, Architecture.Arm64 => Arm64, _ => null };
        if (table is null) return false;
        var program = Program(table);
        fixed (Instruction* first = program)
        {
            var header = new Header((ushort)program.Length, (nint)first);
            return SystemCall(table.Seccomp, SetFilter, AllThreads, (nint)(&header)) == 0;
        }
    }

    private static Instruction[] Program(Table table)
    {
        List<Instruction> program =
        [
            new(LoadWord, 0, 0, 4), new(JumpIfEqual, 1, 0, table.Architecture), new(Return, 0, 0, Kill),
            new(LoadWord, 0, 0, 0), new(JumpIfAtLeast, 0, 1, X32Numbers), new(Return, 0, 0, RefuseWithPermission),
        ];
        foreach (var call in table.Refused) program.AddRange([new(JumpIfEqual, 0, 1, call), new(Return, 0, 0, RefuseWithPermission)]);
        foreach (var (call, argument) in table.Opens)
            program.AddRange(
            [
                new(JumpIfEqual, 0, 4, call), new(LoadWord, 0, 0, 16 + (8 * argument)), new(JumpIfAnySet, 0, 1, WriteOpenFlags),
                new(Return, 0, 0, RefuseWithPermission), new(Return, 0, 0, Allow),
            ]);
        program.Add(new(Return, 0, 0, Allow));
        return [.. program];
    }

    private readonly struct Instruction(uint code, byte ifTrue, byte ifFalse, uint value)
    {
        private readonly ushort _code = (ushort)code;
        private readonly byte _ifTrue = ifTrue, _ifFalse = ifFalse;
        private readonly uint _value = value;

        public override string ToString() => $"{_code:x} {_ifTrue} {_ifFalse} {_value:x}";
    }

    private readonly struct Header(ushort length, nint program)
    {
        private readonly ushort _length = length;
        private readonly nint _program = program;

        public override string ToString() => $"{_length} at {_program:x}";
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(long number, nint operation, nint flags, nint argument);
}
