using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Comity.Tracing;

/// <summary>SHA-256 for very many short inputs.</summary>
/// <remarks>The framework's one-shot call costs 0.4 µs beside the hashing itself, more than the hash of a usual transaction. OpenSSL's
/// plain calls cost a quarter of that. They are used where the library has them and a self-test agrees; otherwise the framework's.
/// Measured and decided in ADR 0201.</remarks>
internal static unsafe class Sha256
{
    private const int ContextSize = 256; // SHA256_CTX has 112 bytes in every OpenSSL since 0.9.8

    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, int> Init;
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int> Update;
    private static readonly delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int> Final;

    /// <summary>Whether the fast calls are in use.</summary>
    internal static bool IsNative { get; }

    static Sha256()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libcrypto.so.3", out var library)) return;
        if (!NativeLibrary.TryGetExport(library, "SHA256_Init", out var init)
            || !NativeLibrary.TryGetExport(library, "SHA256_Update", out var update)
            || !NativeLibrary.TryGetExport(library, "SHA256_Final", out var final)) return;
        Init = (delegate* unmanaged[SuppressGCTransition]<byte*, int>)init;
        Update = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, nuint, int>)update;
        Final = (delegate* unmanaged[SuppressGCTransition]<byte*, byte*, int>)final;
        IsNative = SelfTest();
    }

    /// <summary>H2: SHA-256 twice, into 32 bytes.</summary>
    internal static void Twice(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        if (IsNative) NativeTwice(data, default, default, hash);
        else PlainTwice(data, hash);
    }

    /// <summary>H2 over three spans laid end to end, without copying them together.</summary>
    internal static void Twice(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> hash)
    {
        if (IsNative) NativeTwice(first, second, third, hash);
        else PlainTwice([.. first, .. second, .. third], hash);
    }

    /// <summary>The framework's own way, which the tests compare with the fast one.</summary>
    internal static void PlainTwice(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        SHA256.HashData(data, hash);
        SHA256.HashData(hash[..32], hash);
    }

    private static void NativeTwice(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> hash)
    {
        if (hash.Length < 32) throw new ArgumentException("a hash has 32 bytes", nameof(hash));
        var context = stackalloc byte[ContextSize];
        fixed (byte* h = hash)
        {
            _ = Init(context);
            Feed(context, first);
            Feed(context, second);
            Feed(context, third);
            _ = Final(h, context);
            _ = Init(context);
            _ = Update(context, h, 32);
            _ = Final(h, context);
        }
    }

    private static void Feed(byte* context, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return;
        fixed (byte* p = data) _ = Update(context, p, (nuint)data.Length);
    }

    private static bool SelfTest()
    {
        Span<byte> data = stackalloc byte[200], fast = stackalloc byte[32], plain = stackalloc byte[32];
        for (var i = 0; i < data.Length; i++) data[i] = (byte)i;
        NativeTwice(data[..3], data[3..150], data[150..], fast);
        PlainTwice(data, plain);
        return fast.SequenceEqual(plain);
    }
}
