namespace Comity.Node;

/// <summary>The node cannot start or go on, and only a person can mend it. The message says which file, what is wrong, and what to do.</summary>
internal sealed class NodeFault(string message, Exception? inner = null) : Exception(message, inner);
