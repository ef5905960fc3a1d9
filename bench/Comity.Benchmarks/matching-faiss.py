"""How fast is FAISS (apt: python3-faiss) on the lists that `comity match bench` draws? One thread, exact range search at Hamming distance 31."""
import sys
import time

try:
    import faiss
    import numpy
except ImportError:
    sys.exit("faiss is not installed: apt install python3-faiss")

entries = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
faiss.omp_set_num_threads(1)
random = numpy.random.default_rng(1)
data = random.integers(0, 256, (entries, 32), dtype=numpy.uint8)
queries = random.integers(0, 256, (200, 32), dtype=numpy.uint8)


def multihash():
    index = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.nflip = 1
    return index


def timed(name, index, count):
    started = time.process_time()
    index.add(data)
    built = time.process_time()
    index.range_search(queries[:count], 32)  # FAISS leaves out the radius itself
    return f"{name} {count / (time.process_time() - built):.0f} queries/s (added in {built - started:.2f} s)"


# The multi-hash index probes words of 16 bits at distance 1, as ours does, but without leaving words out that need not be probed.
print(f"FAISS {faiss.__version__}, {entries} entries, distance 31:", timed("IndexBinaryFlat", faiss.IndexBinaryFlat(256), 200) + ";",
      timed("IndexBinaryMultiHash, exact too,", multihash(), 1000))
