# cython: language_level=3, wraparound=False
"""Tell whether a text holds any of many phrases, each of its letters looked at once: the same as ``facts.words.holding``."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t index)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 sign) nogil

cdef enum:
    BEGUN = 3  # signs with which a phrase begins by which it is found; shorter ones are looked for one by one
    SLOTS = 4096  # a power of two; a few hundred phrases leave most of them free


cdef enum:
    # what is lower case by what stands beside it, or is two signs then: such texts are left to ``str.lower``
    SIGMA = 0x3A3
    DOTTED_I = 0x130


cdef inline Py_UCS4 _lower(Py_UCS4 c) noexcept nogil:
    if c < 128:
        return <Py_UCS4> (<unsigned int> c | 32u) if c"A" <= <unsigned int> c <= c"Z" else c
    return Py_UNICODE_TOLOWER(c)


cdef struct Phrase:
    Py_ssize_t start, size  # in the signs of all phrases
    Py_ssize_t next  # another one of the same slot, -1: none


cdef class Phrases:
    """Phrases in lower case that are looked for all at once."""

    cdef Py_UCS4* _signs
    cdef Phrase* _phrases
    cdef Py_ssize_t _slots[SLOTS]  # the first phrase of each, -1: none
    cdef tuple _short

    def __cinit__(self, phrases):
        cdef list known = sorted({phrase for phrase in phrases if len(phrase) >= BEGUN})
        cdef Py_ssize_t at = 0, i, number = 0
        cdef unsigned int slot
        self._short = tuple(sorted({phrase for phrase in phrases if len(phrase) < BEGUN}))
        self._signs = <Py_UCS4*> PyMem_Calloc(sum(map(len, known)) + 1, sizeof(Py_UCS4))
        self._phrases = <Phrase*> PyMem_Calloc(len(known) + 1, sizeof(Phrase))
        if self._signs == NULL or self._phrases == NULL:
            raise MemoryError
        for i in range(SLOTS):
            self._slots[i] = -1
        for phrase in known:
            for i in range(len(phrase)):
                self._signs[at + i] = ord(phrase[i])
            slot = _slot(self._signs[at], self._signs[at + 1], self._signs[at + 2])
            self._phrases[number] = Phrase(at, len(phrase), self._slots[slot])
            self._slots[slot] = number
            number += 1
            at += len(phrase)

    def __dealloc__(self):
        PyMem_Free(self._signs)
        PyMem_Free(self._phrases)

    def held_by(self, str text not None):
        """Tell whether a text in lower case holds any of the phrases."""
        cdef Py_ssize_t n = len(text), i
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_UCS4 one = 0, two = 0, three
        for short in self._short:  # ideographs, signs: most are in one case only
            if short in text or (short != short.upper() and short in text.lower()):
                return True
        if kind != 1:  # in one byte a sign is neither
            for i in range(n):
                three = PyUnicode_READ(kind, data, i)
                if three == SIGMA or three == DOTTED_I:
                    return self.held_by(text.lower())
        for i in range(n):
            three = _lower(PyUnicode_READ(kind, data, i))
            if i >= BEGUN - 1 and self._slots[_slot(one, two, three)] >= 0 and self._begins(kind, data, i - BEGUN + 1, n):
                return True
            one = two
            two = three
        return False

    cdef bint _begins(self, int kind, void* data, Py_ssize_t at, Py_ssize_t n) noexcept:
        """Tell whether a phrase begins here, where its first signs may stand."""
        cdef Py_ssize_t number = self._slots[
            _slot(
                _lower(PyUnicode_READ(kind, data, at)),
                _lower(PyUnicode_READ(kind, data, at + 1)),
                _lower(PyUnicode_READ(kind, data, at + 2)),
            )
        ]
        cdef Phrase phrase
        cdef Py_ssize_t i
        while number >= 0:
            phrase = self._phrases[number]
            if phrase.size <= n - at:
                i = 0
                while i < phrase.size and self._signs[phrase.start + i] == _lower(PyUnicode_READ(kind, data, at + i)):
                    i += 1
                if i == phrase.size:
                    return True
            number = phrase.next
        return False


cdef inline unsigned int _slot(Py_UCS4 one, Py_UCS4 two, Py_UCS4 three) noexcept nogil:
    return (<unsigned int> one * 961u + <unsigned int> two * 31u + <unsigned int> three * 1021u) & <unsigned int> (SLOTS - 1)
