# cython: language_level=3, wraparound=False
"""Count the words of a text that are in a short list, without an object for each: the same as ``words.vocabulary``."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t index)
    bint Py_UNICODE_ISSPACE(Py_UCS4 sign)

ctypedef unsigned long long Bits

cdef enum:
    LONGEST = 64  # signs; a longer word is in no list


cdef inline bint _is_space(Py_UCS4 c) noexcept:
    return (c == 32 or 9 <= c <= 13 or 28 <= c <= 31) if c < 128 else Py_UNICODE_ISSPACE(c)


cdef class Vocabulary:
    """A list of words."""

    cdef Py_UCS4* _signs  # LONGEST of each slot, 0 behind the end of the word
    cdef Bits* _hashes  # 0: the slot is free
    cdef size_t _mask

    def __cinit__(self, words):
        cdef size_t slots = 64, slot
        cdef Bits hash
        cdef Py_ssize_t i
        known = [word for word in words if 0 < len(word) < LONGEST]
        while slots < 4 * <size_t> len(known):
            slots *= 2
        self._mask = slots - 1
        self._hashes = <Bits*> PyMem_Calloc(slots, sizeof(Bits))
        self._signs = <Py_UCS4*> PyMem_Calloc(slots * LONGEST, sizeof(Py_UCS4))
        if self._hashes == NULL or self._signs == NULL:
            raise MemoryError
        for word in known:
            hash = _EMPTY
            for sign in word:
                hash = _with(hash, <Py_UCS4> ord(sign))
            slot = _slot(hash, self._mask)
            while self._hashes[slot]:
                slot = (slot + 1) & self._mask
            self._hashes[slot] = hash
            for i in range(len(word)):
                self._signs[slot * LONGEST + i] = ord(word[i])

    def __dealloc__(self):
        PyMem_Free(self._hashes)
        PyMem_Free(self._signs)

    def known_in(self, str text not None, Py_ssize_t begin, Py_ssize_t end):
        """Return how many words of a stretch of a text are in the list, letter for letter."""
        return self._known_in(text, max(begin, 0), min(end, len(text)))

    def soon_reach(self, str text not None, double needed):
        """Tell whether so many words of the list stand in the first half of a text, a quarter first; letter for letter."""
        cdef Py_ssize_t size = len(text), known = 0, begin = 0, end, part
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        for part in (4, 2):
            end = size // part
            while end > 0 and PyUnicode_READ(kind, data, end - 1) != 32:
                end -= 1
            known += self._known_in(text, begin, end)
            if known >= needed:
                return True
            begin = end
        return False

    cdef Py_ssize_t _known_in(self, str text, Py_ssize_t begin, Py_ssize_t end):
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t i, start = 0, found = 0
        cdef Bits hash = _EMPTY
        cdef bint inside = False
        cdef Py_UCS4 c
        for i in range(begin, end):
            c = PyUnicode_READ(kind, data, i)
            if _is_space(c):
                if inside:
                    found += self._holds(kind, data, start, i, hash)
                    inside = False
                continue
            if not inside:
                inside = True
                start = i
                hash = _EMPTY
            hash = _with(hash, c)
        if inside:
            found += self._holds(kind, data, start, end, hash)
        return found

    cdef bint _holds(self, int kind, void* data, Py_ssize_t start, Py_ssize_t end, Bits hash) noexcept:
        cdef size_t slot = _slot(hash, self._mask)
        cdef const Py_UCS4* word
        cdef Py_ssize_t i
        if end - start >= LONGEST:
            return False
        while self._hashes[slot]:
            if self._hashes[slot] == hash:
                word = self._signs + slot * LONGEST
                i = 0
                while i < end - start and word[i] == PyUnicode_READ(kind, data, start + i):
                    i += 1
                if i == end - start and word[i] == 0:
                    return True
            slot = (slot + 1) & self._mask
        return False


cdef Bits _EMPTY = 14695981039346656037ULL


cdef inline Bits _with(Bits hash, Py_UCS4 sign) noexcept nogil:
    return ((hash ^ <Bits> sign) * 1099511628211ULL) | 1  # never 0


cdef inline size_t _slot(Bits hash, size_t mask) noexcept nogil:
    return <size_t> (hash ^ (hash >> 29)) & mask
