"""Everything that can be wrong with the data files: ``rules`` lists it, the other modules find it.

``shelf`` has the files, read as far as they can be; ``mend`` puts right what is safe to.
"""
