namespace Conduit.Lab;

/// <summary>One thing wrong with a fault.</summary>
/// <param name="Key">The key at fault; the missing key if one is missing.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public readonly record struct FaultMistake(string Key, string Message);
