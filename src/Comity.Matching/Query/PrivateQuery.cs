using System.Security.Cryptography;

namespace Comity.Matching;

/// <summary>Asks whether an exact hash is on a list, without showing it to the holder and without receiving the list.</summary>
/// <remarks>spec/matching.md, section 8. Only for exact hashes: equality of outputs says nothing of a near match. The quota is part of the security: whoever
/// may ask without limit can try every hash it knows.</remarks>
public static class PrivateQuery
{
    /// <summary>Bytes published per entry: 16, so that a false answer has the chance entries × queries / 2^128.</summary>
    public const int TagSize = 16;

    /// <summary>What is asked of a hash: its algorithm's number, then its bytes.</summary>
    public static byte[] Input(ExactHash hash) => [(byte)hash.Algorithm, .. hash.ToBytes()];
}

/// <summary>What a holder publishes for one list version: a sorted tag per entry, and the public key, signed.</summary>
public sealed class MembershipSet
{
    private static readonly byte[] Magic = [.. "comity-members/v1\0"u8];
    private readonly byte[] _tags;

    private MembershipSet(string list, byte[] publicKey, byte[] tags) => (List, PublicKey, _tags) = (list, publicKey, tags);

    /// <summary>List id and version.</summary>
    public string List { get; }

    /// <summary>The holder's key for this version.</summary>
    public byte[] PublicKey { get; }

    /// <summary>How many entries the list has: what everybody who holds the set learns.</summary>
    public int Count => _tags.Length / PrivateQuery.TagSize;

    /// <summary>Makes the set of a list with the holder's private key.</summary>
    public static MembershipSet Of(string list, ReadOnlySpan<byte> key, IEnumerable<ExactHash> entries)
    {
        var secret = key.ToArray();
        var tags = entries.Distinct().AsParallel().Select(e => Voprf.Output(secret, PrivateQuery.Input(e))[..PrivateQuery.TagSize]).ToList();
        tags.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        var set = new MembershipSet(list, Voprf.PublicKey(secret), [.. tags.SelectMany(t => t)]);
        CryptographicOperations.ZeroMemory(secret);
        return set;
    }

    /// <summary>Whether an output's entry is on the list.</summary>
    public bool Contains(ReadOnlySpan<byte> output)
    {
        var tag = output[..PrivateQuery.TagSize];
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = tag.SequenceCompareTo(_tags.AsSpan(middle * PrivateQuery.TagSize, PrivateQuery.TagSize));
            if (order == 0) return true;
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }

        return false;
    }

    /// <summary>Writes the set, signed with ECDSA P-256 over SHA-256 by the holder.</summary>
    public byte[] ToBytes(ECDsa signer)
    {
        var body = Body();
        return [.. body, .. signer.SignData(body, HashAlgorithmName.SHA256)];
    }

    /// <summary>Reads a set and checks the holder's signature.</summary>
    /// <exception cref="RefusedInputException">Not a set, not sorted, or not signed by this holder.</exception>
    public static MembershipSet Read(ReadOnlySpan<byte> bytes, ECDsa holder)
    {
        const int Signature = 64;
        var head = Magic.Length + 1;
        if (bytes.Length < head + Signature || !bytes.StartsWith(Magic)) throw new RefusedInputException("This is no membership set.");
        var (body, signature) = (bytes[..^Signature].ToArray(), bytes[^Signature..].ToArray());
        if (!holder.VerifyData(body, signature, HashAlgorithmName.SHA256)) throw new RefusedInputException("The membership set is not signed by this holder.");
        int name = bytes[Magic.Length], rest = head + name + Voprf.PointSize;
        if (body.Length < rest || (body.Length - rest) % PrivateQuery.TagSize != 0) throw new RefusedInputException("The membership set is cut off.");
        var tags = body.AsSpan(rest).ToArray();
        for (var i = PrivateQuery.TagSize; i < tags.Length; i += PrivateQuery.TagSize)
            if (tags.AsSpan(i - PrivateQuery.TagSize, PrivateQuery.TagSize).SequenceCompareTo(tags.AsSpan(i, PrivateQuery.TagSize)) >= 0)
                throw new RefusedInputException("The membership set is not sorted.");
        return new(System.Text.Encoding.UTF8.GetString(body, head, name), body[(head + name)..rest], tags);
    }

    private byte[] Body()
    {
        var name = System.Text.Encoding.UTF8.GetBytes(List);
        return [.. Magic, checked((byte)name.Length), .. name, .. PublicKey, .. _tags];
    }
}
