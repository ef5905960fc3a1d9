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
flat = faiss.IndexBinaryFlat(256)
started = time.process_time()
flat.add(data)
built = time.process_time()
flat.range_search(queries, 32)  # FAISS leaves out the radius itself
print(f"IndexBinaryFlat: {entries} entries added in {built - started:.2f} s, {len(queries) / (time.process_time() - built):.0f} queries/s of processor time")
