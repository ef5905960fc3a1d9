namespace Comity.Matching;

/// <summary>Input from outside (a file, a list, a worker's answer, a log) breaks a rule and is not used.</summary>
/// <param name="message">What was wrong, where, and what to do; never content of a picture.</param>
public sealed class RefusedInputException(string message) : Exception(message);

/// <summary>Fills a buffer with random bytes. Production passes <c>RandomNumberGenerator.Fill</c>; tests pass a seeded source.</summary>
public delegate void RandomFill(Span<byte> buffer);
