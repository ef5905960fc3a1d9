using Comity.Matching;

// Decodes pictures from standard input, answers with hashes on standard output, confined before the first byte. Started by WorkerPool only.
Confinement.StartAgain(args);
PipeRoom.Enlarge();
var library = VipsDecoder.Start();
var confinement = Confinement.Apply();
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
return WorkerLoop.Run(input, output, new WorkerMessage.Hello(library, confinement), VipsDecoder.Decode);
