# cython: language_level=3, wraparound=False
"""Tell which lines of a page may hold a phrase of the lexicon, so that only these are asked about.

The words of each line are hashed as they are read, and no object is made of them. Sieves (Bloom filters) hold the hashes of what
the lexicon knows: labels, beginnings of leads, words of prompts, three in a row, and the first signs of those in scripts that join words. What is in none of them is in no phrase; what is may be.
"""

from newsarchive.page.words import JOINED_SCRIPTS, LABEL, LEAD, LEAD_WORDS, PROMPT, lexicon

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t index)
    bint PyUnicode_IS_ASCII(object text)
    bint Py_UNICODE_ISALNUM(Py_UCS4 sign)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 sign)
    bint Py_UNICODE_ISSPACE(Py_UCS4 sign)

ctypedef unsigned long long Bits

cdef enum:
    # cells of 64 bits of each sieve, a power of two: some thirty bits for each thing that it holds let one hash in a few
    # hundred through in vain
    LABEL_CELLS = 1 << 13
    LEAD_CELLS = 1 << 11
    PROMPT_CELLS = 1 << 12
    SCRIPTS = 8

# What a hash stands for goes into it, so that one sieve can hold several kinds.
cdef enum:
    WHOLE = 1
    FIRST = 2
    LAST = 3
    START = 4
    ALONE = 5
    PAIR = 6
    THREE = 7
    MARKED = 8
    RUN = 9

cdef Bits _labels[LABEL_CELLS]
cdef Bits _leads[LEAD_CELLS]
cdef Bits _prompts[PROMPT_CELLS]
cdef Py_UCS4 _ascii[128]  # the sign as it is folded, 0 where it is in no word
cdef Py_UCS4 _joined[SCRIPTS][2]  # the scripts that join words, from and to
cdef int _scripts = 0, _lead_words = LEAD_WORDS, _head_words = 0
cdef int _label = LABEL, _lead = LEAD, _prompt = PROMPT
cdef bint _learnt = False


cdef inline Bits _with(Bits hash, Bits more) noexcept nogil:
    return (hash ^ more) * 0x100000001B3ULL + 0x9E3779B97F4A7C15ULL


cdef inline Bits _mixed(Bits hash, Bits kind) noexcept nogil:
    hash = (hash ^ (kind * 0x9E3779B97F4A7C15ULL)) * 0xFF51AFD7ED558CCDULL
    hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53ULL
    return hash ^ (hash >> 29)


cdef inline bint _holds(const Bits* sieve, Bits cells, Bits hash, Bits kind) noexcept nogil:
    cdef Bits mixed = _mixed(hash, kind)
    cdef Bits one = mixed & (64 * cells - 1), other
    if not (sieve[one >> 6] >> (one & 63)) & 1:
        return False  # nearly always: the other cell is not fetched
    other = (mixed >> 32) & (64 * cells - 1)
    return (sieve[other >> 6] >> (other & 63)) & 1


cdef void _add(Bits* sieve, Bits cells, Bits hash, Bits kind) noexcept:
    cdef Bits mixed = _mixed(hash, kind)
    cdef Bits one = mixed & (64 * cells - 1), other = (mixed >> 32) & (64 * cells - 1)
    sieve[one >> 6] |= <Bits> 1 << (one & 63)
    sieve[other >> 6] |= <Bits> 1 << (other & 63)


cdef Bits _word(str word):
    cdef Bits hash = 0
    cdef Py_UCS4 sign
    for sign in word:
        hash = _with(hash, sign)
    return hash


cdef Bits _line(words):
    cdef Bits hash = 0
    for word in words:
        hash = _with(hash, _word(word))
    return hash


def _learn():
    """Fill the sieves; the lexicon is read when the first page is asked about it."""
    global _scripts, _head_words, _learnt
    cdef int sign
    for sign in range(128):
        folded = chr(sign).lower()
        _ascii[sign] = 48 if folded.isdecimal() else ord(folded) if folded.isalnum() or folded == "_" else 0
    for first, last in JOINED_SCRIPTS:
        _joined[_scripts][0], _joined[_scripts][1] = ord(first), ord(last)
        _scripts += 1
    known = lexicon()
    for label in known.labels:
        _add(_labels, LABEL_CELLS, _line(label.split(" ")), WHOLE)
    for wild in known.wild_labels.values():
        for head, _, _ in wild:
            _head_words = max(_head_words, len(head))
            _add(_labels, LABEL_CELLS, _line(head), START)
    for word in known.wild_ends:
        _add(_labels, LABEL_CELLS, _word(word), LAST)
    for words, leads in known.leads.items():
        _add(_leads, LEAD_CELLS, _word(words[0]), FIRST)
        marked = all([lead.ending == "mark" for lead in leads])
        _add(_leads, LEAD_CELLS, _line(words), MARKED if marked else START)
    for phrases in known.prompts.values():
        for phrase, _ in phrases:
            words = phrase.split()
            if len(words) == 1:
                _add(_prompts, PROMPT_CELLS, _word(words[0]), ALONE)
            elif len(words) == 2:
                _add(_prompts, PROMPT_CELLS, _line(words), PAIR)
            else:  # the longest three in a row, as a rule the rarest
                three = max(zip(words, words[1:], words[2:]), key=lambda three: sum(map(len, three)))
                _add(_prompts, PROMPT_CELLS, _line(three), THREE)
    for start in known.joined:  # the first two signs of what stands inside a run of them
        _add(_prompts, PROMPT_CELLS, _word(start), RUN)
    _learnt = True


cdef inline bint _joins(Py_UCS4 sign) noexcept nogil:
    cdef int i
    for i in range(_scripts):
        if _joined[i][0] <= sign <= _joined[i][1]:
            return True
    return False


def promising(list texts not None, list folded not None):
    """Return the numbers of the lines that may hold a phrase, in order, and of which kinds.

    Args:
        texts: the lines.
        folded: those of them that are not ASCII, in order, in one case; their digits as they are.
    """
    cdef list found = []
    cdef Py_ssize_t i, other = 0
    cdef int kinds
    cdef object text
    if not _learnt:
        _learn()
    if len(texts) != len(folded) + sum([text.isascii() for text in texts]):
        raise ValueError("each line that is not ASCII must be there folded")
    for i in range(len(texts)):
        text = texts[i]
        if not PyUnicode_IS_ASCII(text):
            text = folded[other]
            other += 1
        kinds = _kinds(text)
        if kinds:
            found.append((i, kinds))
    return found


cdef enum:  # what stands behind the first words of a line, white space left out
    NOTHING, MORE, MARK


cdef inline int _next(int kind, void* data, Py_ssize_t i, Py_ssize_t n) noexcept:
    """Tell whether a line goes on, and with what may be a mark: neither a word nor a bracket (see ``words._MARK``)."""
    cdef Py_UCS4 c
    while i < n:
        c = PyUnicode_READ(kind, data, i)
        if c < 128:
            if c != 32 and not 9 <= c <= 13 and not 28 <= c <= 31:
                return MARK if _ascii[c] == 0 and c != 40 else MORE
        elif not Py_UNICODE_ISSPACE(c):
            return MORE if Py_UNICODE_ISALNUM(c) else MARK
        i += 1
    return NOTHING


cdef int _kinds(str text):
    """Return of which kinds a line may hold a phrase."""
    cdef Py_ssize_t n = len(text), i
    cdef int kind = PyUnicode_KIND(text), kinds = 0, words = 0, follows
    cdef void* data = PyUnicode_DATA(text)
    cdef Bits word = 0, before = 0, whole = 0, pair, pair_before = 0
    cdef Py_UCS4 c, last = 0, sign_before = 0
    cdef bint leads = False, joins = False, wild = False, inside = False, wide = kind > 1
    for i in range(n + 1):
        c = PyUnicode_READ(kind, data, i) if i < n else 32
        if c < 128:
            c = _ascii[c]
        else:
            if c >= 0xE00 and not joins:
                joins = _joins(c)
            c = 0 if not Py_UNICODE_ISALNUM(c) else 48 if Py_UNICODE_ISDECIMAL(c) else c
        if c:
            if c != 48 or last != 48:  # each number is one digit
                word = _with(word, c)
                if wide and not inside:  # words do not part a run
                    inside = _holds(_prompts, PROMPT_CELLS, _with(_with(0, sign_before), c), RUN)
                    sign_before = c
        elif last:
            whole = _with(whole, word)
            if words == 0:
                leads = _holds(_leads, LEAD_CELLS, word, FIRST)
            else:
                pair = _with(_with(0, before), word)
                if _holds(_prompts, PROMPT_CELLS, pair, PAIR) or (
                    words > 1 and _holds(_prompts, PROMPT_CELLS, _with(pair_before, word), THREE)
                ):
                    kinds |= _prompt
                pair_before = pair
            if _holds(_prompts, PROMPT_CELLS, word, ALONE):
                kinds |= _prompt
            if words < _head_words and _holds(_labels, LABEL_CELLS, whole, START):
                wild = True
            words += 1
            if leads and words <= _lead_words and not kinds & _lead:
                follows = _next(kind, data, i, n)
                if (follows and _holds(_leads, LEAD_CELLS, whole, START)) or (
                    follows == MARK and _holds(_leads, LEAD_CELLS, whole, MARKED)
                ):
                    kinds |= _lead
            before = word
            word = 0
        last = c
    if words:
        if wild or _holds(_labels, LABEL_CELLS, whole, WHOLE) or _holds(_labels, LABEL_CELLS, before, LAST):
            kinds |= _label
        if joins and inside:
            kinds |= _prompt
    return kinds
