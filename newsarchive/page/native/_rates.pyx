# cython: language_level=3, wraparound=False, cdivision=True
"""Measure the blocks of a page and ask the learnt witness about them, in one go.

The same as ``features.measure`` and ``scorer.rate`` one after the other, to the last bit of every number: the names, the order and
the reasons are theirs. A new feature goes there first, then here; a test holds the two against each other.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from libc.math cimport exp

from newsarchive.page import features
from newsarchive.page.features import HINTS, NAMES, headline_block
from newsarchive.page.hints import Hint
from newsarchive.page.scorer import AROUND_NAMES, weights

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    str PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t index)
    bint PyUnicode_IS_ASCII(object text)
    int PyUnicode_Compare(object one, object other) except? -1
    void PyUnicode_WRITE(int kind, void* data, Py_ssize_t index, Py_UCS4 value)
    bint Py_UNICODE_ISALNUM(Py_UCS4 sign)
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 sign)
    bint Py_UNICODE_ISUPPER(Py_UCS4 sign)

ctypedef unsigned long long Bits

cdef enum:
    FEATURES = 71
    AROUND = 17
    NEAR = 69  # the two features that are sets of hints
    ABOVE = 70
    HEAD = 200  # as in features.py: characters in which digits and capitals are counted
    LINK = 80
    INNER = 12
    ENDLESS = 6000
    PROSE = 60

if (len(NAMES), len(AROUND_NAMES), NAMES[NEAR], NAMES[ABOVE]) != (FEATURES, AROUND, "near", "above"):
    raise ImportError("built for other features")
if (features._HEAD, features._LINK, features._INNER, features._ENDLESS, features.PROSE) != (HEAD, LINK, INNER, ENDLESS, PROSE):
    raise ImportError("built for other limits")

cdef double SURE = 0.6, FAR = 50.0, DISMISSED = 0.01, LIKELY = 0.3
cdef Bits HEAD_HINT = Hint.HEAD, COMMENT = features._COMMENT, OTHERS = features._OTHERS, TAGGED = features._TAGGED
cdef str CLOSERS = features._CLOSERS, ENDERS = "".join(sorted(features._ENDERS)), OPENERS = "".join(sorted(features._OPENERS))

# What a tag is: its number in the lowest bits, then what the loops ask of it.
cdef enum:
    NUMBER = 0xFF
    HEADING = 1 << 8
    PARAGRAPH = 1 << 9
    PICTURE = 1 << 10
    ARTICLE = 1 << 11
    BOLD = 1 << 12
    EMPHASIS = 1 << 13
    TIME = 1 << 14

cdef dict _tags = {}


def _learn_tags():
    for tag in {*features._TAGS, *features._PICTURES, *features._BOLD, *features._EM, "time", "article", "p"}:
        number = int(features._TAGS.get(tag, features._OTHER_TAG))
        _tags[tag] = (
            number
            | HEADING * (tag in features._HEADINGS)
            | PARAGRAPH * (tag == "p")
            | PICTURE * (tag in features._PICTURES)
            | ARTICLE * (tag == "article")
            | BOLD * (tag in features._BOLD)
            | EMPHASIS * (tag in features._EM)
            | TIME * (tag == "time")
        )


_learn_tags()
cdef int OTHER_TAG = int(features._OTHER_TAG)


# --- the trees ------------------------------------------------------------------------------------------------

cdef struct Node:
    int feature  # -1: a leaf, whose answer is ``test``
    double test
    Bits hint  # not 0: go low where the set of hints does not hold it
    int low
    int high


cdef class Ensemble:
    """Decision trees, laid out one behind the other."""

    cdef Node* _nodes
    cdef int* _roots
    cdef int _trees

    def __cinit__(self, list trees, int features_there):
        cdef int i
        flat = []
        roots = [self._add(flat, tree, features_there) for tree in trees]
        self._trees = len(roots)
        self._nodes = <Node*> PyMem_Calloc(len(flat) + 1, sizeof(Node))
        self._roots = <int*> PyMem_Calloc(len(roots) + 1, sizeof(int))
        if self._nodes == NULL or self._roots == NULL:
            raise MemoryError
        for i in range(len(roots)):
            self._roots[i] = roots[i]
        for i in range(len(flat)):
            feature, test, hint, low, high = flat[i]
            self._nodes[i] = Node(feature, test, hint, low, high)

    def __dealloc__(self):
        PyMem_Free(self._nodes)
        PyMem_Free(self._roots)

    def _add(self, list flat, node, int features_there):
        at = len(flat)
        if not isinstance(node, list):
            flat.append((-1, float(node), 0, 0, 0))
            return at
        flat.append(None)
        feature, test, low, high = int(node[0]), node[1], node[2], node[3]
        if not 0 <= feature < features_there or isinstance(test, str) != (feature in (NEAR, ABOVE)):
            raise ImportError("weights of another kind")
        low, high = self._add(flat, low, features_there), self._add(flat, high, features_there)
        flat[at] = (feature, 0.0, HINTS[test], low, high) if isinstance(test, str) else (feature, float(test), 0, low, high)
        return at

    cdef double ask(self, const double* row, const Bits* hints) noexcept nogil:
        cdef double answer = 0.0
        cdef const Node* node
        cdef int i
        for i in range(self._trees):
            node = &self._nodes[self._roots[i]]
            while node.feature >= 0:
                if node.hint:
                    node = &self._nodes[node.high if hints[node.feature - NEAR] & node.hint else node.low]
                else:
                    node = &self._nodes[node.low if row[node.feature] <= node.test else node.high]
            answer = answer + node.test
        return answer


cdef Ensemble _first, _second
_data = weights()
if tuple(_data["names"]) != NAMES:
    raise ImportError("the weights were trained on other features")
_first = Ensemble(_data["first"], FEATURES)
_second = Ensemble(_data["second"], FEATURES + AROUND)
del _data


cdef inline double _logistic(double x) noexcept nogil:
    return 1.0 / (1.0 + exp(-x)) if x > -500 else 0.0


# --- what is read of one text ------------------------------------------------------------------------------------

cdef struct Signs:
    Py_ssize_t spaces
    Py_ssize_t commas
    Py_ssize_t enders
    Py_ssize_t digits
    Py_ssize_t capitals
    bint ends_sentence
    bint opens_quote
    bint starts_upper
    bint ends_ellipsis


cdef inline bint _is_one_of(Py_UCS4 sign, str signs):
    cdef Py_ssize_t i
    cdef int kind = PyUnicode_KIND(signs)
    cdef void* data = PyUnicode_DATA(signs)
    for i in range(len(signs)):
        if PyUnicode_READ(kind, data, i) == sign:
            return True
    return False


cdef inline bint _is_capital(Py_UCS4 c) noexcept nogil:
    return (65 <= c <= 90 or 0xC0 <= c <= 0xD6 or 0xD8 <= c <= 0xDE or 0x410 <= c <= 0x42F
            or c == 0x42F or c == 0x407 or c == 0x406 or c == 0x404 or c == 0x490)


cdef inline bint _is_cjk(Py_UCS4 c) noexcept nogil:
    return 0x3040 <= c <= 0x30FF or 0x3400 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF


cdef Signs _signs(str text):
    cdef Signs found
    cdef Py_ssize_t n = len(text), i
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 c
    found.spaces = found.commas = found.enders = found.digits = found.capitals = 0
    for i in range(n):
        c = PyUnicode_READ(kind, data, i)
        if c == 32:
            found.spaces += 1
        elif c == c"," or c == 0xFF0C or c == 0x3001:
            found.commas += 1
        elif c == c"." or c == c"!" or c == c"?" or c == 0x3002 or c == 0xFF01 or c == 0xFF1F:
            found.enders += 1
        elif i < HEAD:
            if 48 <= c <= 57 or (c >= 128 and Py_UNICODE_ISDECIMAL(c)):
                found.digits += 1
            elif _is_capital(c):
                found.capitals += 1
    i = n
    while i and _is_one_of(PyUnicode_READ(kind, data, i - 1), CLOSERS):
        i -= 1
    found.ends_sentence = i > 0 and _is_one_of(PyUnicode_READ(kind, data, i - 1), ENDERS)
    found.opens_quote = n > 0 and _is_one_of(PyUnicode_READ(kind, data, 0), OPENERS)
    found.starts_upper = n > 0 and Py_UNICODE_ISUPPER(PyUnicode_READ(kind, data, 0))
    found.ends_ellipsis = n > 0 and text.endswith(("...", "…", "[…]", "[...]"))
    return found


cpdef str folded(str text):
    """Return only the letters and digits, in one case; see ``features.folded``."""
    cdef Py_ssize_t n = len(text), i, size = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef void* out = PyMem_Malloc(n * kind + 1)
    cdef unsigned int c
    cdef bint plain = True
    if out == NULL:
        raise MemoryError
    try:
        for i in range(n):
            c = PyUnicode_READ(kind, data, i)
            if c < 128:
                if c"A" <= c <= c"Z":
                    c |= 32
                elif not (c"a" <= c <= c"z" or c"0" <= c <= c"9"):
                    continue
            elif Py_UNICODE_ISALNUM(c):
                plain = False
            else:
                continue
            PyUnicode_WRITE(kind, out, size, c)
            size += 1
        found = PyUnicode_FromKindAndData(kind, out, size)
    finally:
        PyMem_Free(out)
    return found if plain else found.casefold()


cdef bint _is_cjk_page(list texts):
    cdef Py_ssize_t i, t, size = 0, cjk = 0, n
    cdef str text
    cdef int kind
    cdef void* data
    for t in range(0, min(len(texts), 400), 7):
        text = texts[t]
        n = min(len(text), 200)
        size += n
        if not PyUnicode_IS_ASCII(text):
            kind = PyUnicode_KIND(text)
            data = PyUnicode_DATA(text)
            for i in range(n):
                cjk += _is_cjk(PyUnicode_READ(kind, data, i))
    return cjk * 3 > size


# --- the page ----------------------------------------------------------------------------------------------------

cdef class Room:
    """Memory that goes with the object."""

    cdef list _held

    def __cinit__(self):
        self._held = []

    cdef void* take(self, Py_ssize_t count, Py_ssize_t size) except NULL:
        cdef void* got = PyMem_Calloc(count + 1, size)
        if got == NULL:
            raise MemoryError
        self._held.append(<size_t> got)
        return got

    def __dealloc__(self):
        for got in self._held or ():
            PyMem_Free(<void*> <size_t> got)


cdef int* _ints(Room room, list values) except NULL:
    cdef Py_ssize_t n = len(values), i
    cdef int* out = <int*> room.take(n, sizeof(int))
    for i in range(n):
        out[i] = values[i]
    return out


cdef Bits* _bits(Room room, list values) except NULL:
    cdef Py_ssize_t n = len(values), i
    cdef Bits* out = <Bits*> room.take(n, sizeof(Bits))
    for i in range(n):
        out[i] = values[i]
    return out


cdef inline Py_ssize_t _least(Py_ssize_t one, Py_ssize_t other) noexcept nogil:
    return one if one < other else other


def rates(tree, witnesses, list free not None):
    """Return for each block the probability (0 to 1) that it belongs to the story; see ``scorer.rates``."""
    cdef Room room = Room()
    cdef list blocks = tree.blocks, tags = tree.tags, names = tree.names, texts = tree.texts
    cdef Py_ssize_t n = len(blocks), m = len(tags), i, j, t, e, up, grand, third, at
    if not n:
        return []
    cdef str headline = folded(witnesses.headline)
    cdef str description = folded(witnesses.description)
    cdef str article_body = folded(witnesses.article_body)
    cdef bint has_body = bool(article_body), has_description = bool(description)
    cdef int* parent = _ints(room, tree.parent)
    cdef int* end = _ints(room, tree.end)
    cdef int* tel = _ints(room, tree.tel)
    cdef int* links = _ints(room, tree.links)
    cdef Bits* hints = _bits(room, tree.hints)
    cdef Bits* context = _bits(room, tree.context)
    cdef int* tag = <int*> room.take(m, sizeof(int))
    cdef int* depth = <int*> room.take(m + 1, sizeof(int))  # of e at e + 1, as all that is asked of -1 as well
    cdef char* hidden = <char*> room.take(m, 1)
    cdef Py_ssize_t articles = 0
    for e in range(m):
        got = _tags.get(tags[e])
        tag[e] = OTHER_TAG if got is None else got
        articles += (tag[e] & ARTICLE) != 0
        depth[e + 1] = depth[parent[e] + 1] + 1
    hiding = tree.hiding
    if hiding is None:
        hiding = [element for element in range(m) if tree.hides(element)]
    for element in hiding:
        hidden[<Py_ssize_t> element] = 1
    for e in range(m):
        if parent[e] >= 0 and hidden[parent[e]]:
            hidden[e] = 1

    # the blocks
    cdef int* be = <int*> room.take(n, sizeof(int))
    cdef int* bfirst = <int*> room.take(n, sizeof(int))
    cdef int* blast = <int*> room.take(n, sizeof(int))
    cdef int* blength = <int*> room.take(n, sizeof(int))
    cdef int* blinked = <int*> room.take(n, sizeof(int))
    cdef list btext = []
    for i in range(n):
        block = blocks[i]
        be[i] = block.e
        bfirst[i] = block.first
        blast[i] = block.last
        blength[i] = block.length
        blinked[i] = block.linked
        btext.append(block.text)
    cdef bint cjk = _is_cjk_page(btext)
    cdef int weight = 3 if cjk else 1
    cdef int* lengths = <int*> room.take(n, sizeof(int))
    cdef int* unlinked = <int*> room.take(n, sizeof(int))
    cdef char* prose = <char*> room.take(n, 1)
    cdef double* link_share = <double*> room.take(n, sizeof(double))
    cdef Py_ssize_t all_prose = 0, chars = 0
    for i in range(n):
        lengths[i] = <int> _least(<Py_ssize_t> blength[i] * weight, ENDLESS)
        unlinked[i] = 0 if context[be[i]] & HEAD_HINT else <int> _least(<Py_ssize_t> (blength[i] - blinked[i]) * weight, ENDLESS)
        prose[i] = unlinked[i] >= PROSE and blinked[i] * 3 < blength[i]
        link_share[i] = <double> blinked[i] / (blength[i] or 1)
        chars += lengths[i]
        if prose[i]:
            all_prose += unlinked[i]
    cdef double page_prose = all_prose
    all_prose = all_prose or 1
    chars = chars or 1

    # the elements around them; what is known of e stands at e + 1
    cdef Py_ssize_t* total = <Py_ssize_t*> room.take(m + 1, sizeof(Py_ssize_t))
    cdef Py_ssize_t* linked_in = <Py_ssize_t*> room.take(m + 1, sizeof(Py_ssize_t))
    cdef Py_ssize_t* prose_of = <Py_ssize_t*> room.take(m + 1, sizeof(Py_ssize_t))
    cdef Py_ssize_t* count = <Py_ssize_t*> room.take(m + 1, sizeof(Py_ssize_t))
    cdef Py_ssize_t* prose_in = <Py_ssize_t*> room.take(m + 1, sizeof(Py_ssize_t))
    cdef double* score = <double*> room.take(m + 1, sizeof(double))
    cdef char* scored = <char*> room.take(m + 1, 1)
    cdef char* wanted = <char*> room.take(m + 1, 1)
    wanted[0] = 1
    for i in range(n):
        e = be[i]
        up = parent[e]
        grand = parent[up] if up >= 0 else -1
        for at in (up, grand):
            total[at + 1] += lengths[i]
            linked_in[at + 1] += blinked[i]
            count[at + 1] += 1
        if prose[i]:
            prose_in[up + 1] += 1
            prose_of[up + 1] += unlinked[i]
            prose_of[grand + 1] += unlinked[i]
            score[up + 1] += unlinked[i]
            score[grand + 1] += unlinked[i] * 0.5
            scored[up + 1] = scored[grand + 1] = 1
            if not tag[e] & PARAGRAPH:
                score[e + 1] += unlinked[i] * 0.7
                scored[e + 1] = 1
        at = up
        for j in range(3):
            at = parent[at] if at >= 0 else -1
            wanted[at + 1] = 1
    cdef Py_ssize_t rich = -1
    cdef bint any_score = False
    for e in range(-1, m):
        if scored[e + 1] and (not any_score or score[e + 1] > score[rich + 1]):
            rich = e
            any_score = True
    cdef double rich_score = (score[rich + 1] if any_score else 1.0) or 1.0
    cdef Py_ssize_t rich_end = end[rich] if rich >= 0 else -1
    cdef Py_ssize_t* twins = _twins(room, tags, names, parent, wanted, m)

    # what looks alike
    cdef dict looks = {}, styles = {}, repeats = {}
    cdef int* look_of = <int*> room.take(n, sizeof(int))
    cdef int* style_of = <int*> room.take(n, sizeof(int))
    cdef Py_ssize_t* look_count = <Py_ssize_t*> room.take(n, sizeof(Py_ssize_t))
    cdef Py_ssize_t* look_length = <Py_ssize_t*> room.take(n, sizeof(Py_ssize_t))
    cdef Py_ssize_t* look_linked = <Py_ssize_t*> room.take(n, sizeof(Py_ssize_t))
    cdef int* repeat_of = <int*> room.take(n, sizeof(int))
    cdef Py_ssize_t* repeated = <Py_ssize_t*> room.take(n, sizeof(Py_ssize_t))
    for i in range(n):
        e = be[i]
        look = tags[e], names[e]
        style_of[i] = styles.setdefault(look, len(styles))
        if not names[e]:
            look = tags[e], names[parent[e] if parent[e] >= 0 else m - 1]
        look_of[i] = looks.setdefault(look, len(looks))
        look_count[look_of[i]] += 1
        look_length[look_of[i]] += lengths[i]
        look_linked[look_of[i]] += blinked[i]
        repeat_of[i] = repeats.setdefault(btext[i], len(repeats))
        repeated[repeat_of[i]] += 1

    cdef int* gap_after = <int*> room.take(n, sizeof(int))
    cdef int gap = 50
    for i in range(n - 1, -1, -1):
        gap_after[i] = gap
        gap = 0 if prose[i] else <int> _least(gap + 1, 50)
    cdef Py_ssize_t h1 = headline_block(tree, headline, folded)
    cdef list tfirst = tree.tfirst
    cdef Py_ssize_t picture = -1, picture_at = -1  # the next one, and the text node that it stands before
    cdef Py_ssize_t last_image = -1000, prose_seen = 0, char_at = 0, heading_at = -1, own_words, wide_words, size, look_at
    cdef double heading_linked = 0.0, comment_seen = 0.0, related_seen = 0.0, tags_seen = 0.0
    cdef double* rows = <double*> room.take(n * (FEATURES + AROUND), sizeof(double))
    cdef Bits* sets = <Bits*> room.take(2 * n, sizeof(Bits))
    cdef char* has_row = <char*> room.take(n, 1)
    cdef double* own = <double*> room.take(n, sizeof(double))
    cdef double* row
    cdef Signs signs
    cdef Bits near
    cdef Inner inner
    cdef double in_description, in_body
    cdef str text, key
    cdef int length, steps
    gap = 50
    picture = _next_picture(tag, m, -1)
    if picture < m:
        picture_at = tfirst[picture]
    for i in range(n):
        e = be[i]
        up = parent[e]
        length = lengths[i]
        while picture < m and picture_at <= bfirst[i]:
            last_image = i
            picture = _next_picture(tag, m, picture)
            if picture < m:
                picture_at = tfirst[picture]
        near = hints[e] | (hints[up] if up >= 0 else 0)
        if prose_seen:
            if near & COMMENT:
                comment_seen += 1.0
            if near & OTHERS:
                related_seen += 1.0
            if near & TAGGED:
                tags_seen += 1.0
        if tag[e] & HEADING:
            heading_linked = link_share[i]
            heading_at = i
        grand = parent[up] if up >= 0 else -1
        if free[i] and not (
            length < LINK and not blinked[i] < 0.9 * blength[i] and not tag[e] & HEADING
            and not prose_of[up + 1] and not prose_of[grand + 1]
        ):
            has_row[i] = 1
            text = btext[i]
            signs = _signs(text)
            size = _least(len(text), HEAD) or 1
            in_description = in_body = 0.0
            if length > 30 and (has_body or (has_description and len(text) < 700)):
                key = folded(text)
                if has_description and key and (key in description or description in key):
                    in_description = 1.0
                if has_body:
                    in_body = 1.0 if key in article_body else (0.5 if key[:25] in article_body else -1.0)
            elif has_body and length > 12:
                in_body = 1.0 if folded(text) in article_body else -1.0
            inner = Inner(0.0, 0.0, 0.0, 0.0, 0.0)
            if blast[i] - bfirst[i] > 1 or tel[bfirst[i]] != e:
                inner = _inner(texts, tel, tag, parent, bfirst[i], blast[i], e)
            third = parent[grand] if grand >= 0 else -1
            own_words = total[up + 1] or 1
            wide_words = total[grand + 1] or 1
            steps = 0
            at = rich
            while at >= 0 and not at <= up < end[at]:
                at = parent[at]
                steps += 1
            look_at = look_of[i]
            sets[2 * i] = near
            sets[2 * i + 1] = context[e]
            row = &rows[i * (FEATURES + AROUND)]
            row[0] = tag[e] & NUMBER
            row[1] = tag[up] & NUMBER if up >= 0 else 40.0
            row[2] = length
            row[3] = blinked[i]
            row[4] = link_share[i]
            row[5] = signs.spaces + 1
            row[6] = signs.commas
            row[7] = signs.enders
            row[8] = <double> signs.digits / size
            row[9] = <double> signs.capitals / size
            row[10] = signs.ends_sentence
            row[11] = signs.opens_quote
            row[12] = signs.starts_upper
            row[13] = cjk
            row[14] = <double> length / (signs.spaces + 1)
            row[15] = <double> i / n
            row[16] = <double> char_at / chars
            row[17] = i - h1 if i >= h1 >= 0 else -1
            row[18] = h1 - i if h1 > i else -1
            row[19] = i == h1
            row[20] = in_description
            row[21] = in_body
            row[22] = has_body
            row[23] = repeated[repeat_of[i]]
            row[24] = look_count[look_at]
            row[25] = <double> look_length[look_at] / look_count[look_at]
            row[26] = <double> look_linked[look_at] / (look_length[look_at] or 1)
            row[27] = <double> prose_of[up + 1] / all_prose
            row[28] = <double> prose_of[grand + 1] / all_prose
            row[29] = score[up + 1] / rich_score
            row[30] = rich <= e < rich_end
            row[31] = steps
            row[32] = <double> linked_in[up + 1] / own_words
            row[33] = <double> linked_in[grand + 1] / wide_words
            row[34] = count[up + 1]
            row[35] = lengths[i - 1] if i else -1
            row[36] = link_share[i - 1] if i else -1.0
            row[37] = lengths[i - 2] if i > 1 else -1
            row[38] = lengths[i + 1] if i + 1 < n else -1
            row[39] = link_share[i + 1] if i + 1 < n else -1.0
            row[40] = lengths[i + 2] if i + 2 < n else -1
            row[41] = <double> prose_seen / all_prose
            row[42] = (page_prose - prose_seen - (unlinked[i] if prose[i] else 0)) / all_prose
            row[43] = gap
            row[44] = gap_after[i]
            row[45] = depth[up + 1]
            row[46] = inner.bold
            row[47] = inner.time
            row[48] = inner.inline
            row[49] = page_prose
            row[50] = n
            row[51] = _least(i - last_image, 30)
            row[52] = hidden[e]
            row[53] = <double> prose_of[up + 1] / own_words
            row[54] = heading_linked
            row[55] = _least(i - heading_at, 50) if heading_at >= 0 else -1
            row[56] = twins[up] if up >= 0 else 0
            row[57] = twins[grand] if grand >= 0 else 0
            row[58] = twins[third] if third >= 0 else 0
            row[59] = prose_in[up + 1]
            row[60] = comment_seen
            row[61] = related_seen
            row[62] = tags_seen
            row[63] = _least(articles, 30)
            row[64] = signs.ends_ellipsis
            row[65] = inner.all_bold
            row[66] = inner.all_em
            row[67] = up + 1 == e and (end[up] if up >= 0 else end[m - 1]) == end[e]
            row[68] = _links_in(links, bfirst[i], blast[i]) if blinked[i] else 0
            own[i] = _logistic(_first.ask(row, &sets[2 * i]))
        char_at += length
        if prose[i]:
            gap = 0
            prose_seen += unlinked[i]
        else:
            gap = <int> _least(gap + 1, 50)
    return _second_look(room, n, m, parent, be, btext, style_of, len(styles), rows, sets, has_row, own)


cdef inline Py_ssize_t _next_picture(const int* tag, Py_ssize_t m, Py_ssize_t e) noexcept nogil:
    e += 1
    while e < m and not tag[e] & PICTURE:
        e += 1
    return e


cdef Py_ssize_t _links_in(const int* links, int first, int last) noexcept nogil:
    """Count the different links around some text nodes; links do not nest, so those of one stand together."""
    cdef Py_ssize_t found = 0
    cdef int t, other
    for t in range(first, last):
        if links[t] >= 0:
            for other in range(first, t):
                if links[other] == links[t]:
                    break
            else:
                found += 1
    return found


cdef struct Inner:
    double bold
    double time
    double inline
    double all_bold
    double all_em


cdef Inner _inner(list texts, const int* tel, const int* tag, const int* parent, int first, int last, Py_ssize_t e):
    cdef Inner found = Inner(0.0, 0.0, 0.0, 1.0, 1.0)
    cdef bint is_bold, is_em
    cdef int t, at
    cdef str text
    for t in range(first, <int> _least(last, first + INNER)):
        at = tel[t]
        is_bold = is_em = False
        if at != e:
            found.inline += 1
            while at > e:
                is_bold = is_bold or (tag[at] & BOLD) != 0
                is_em = is_em or (tag[at] & EMPHASIS) != 0
                found.time += (tag[at] & TIME) != 0
                at = parent[at]
            found.bold += is_bold
        if not (is_bold and is_em):
            text = texts[t]
            if not text.isspace():
                if not is_bold:
                    found.all_bold = 0.0
                if not is_em:
                    found.all_em = 0.0
    return found


cdef Py_ssize_t* _twins(Room room, list tags, list names, const int* parent, const char* wanted, Py_ssize_t m) except NULL:
    """Return for each element how many of its siblings, itself included, have its tag and names; 0 where nobody will ask."""
    cdef Py_ssize_t* twins = <Py_ssize_t*> room.take(m, sizeof(Py_ssize_t))
    cdef int* first = <int*> room.take(m, sizeof(int))  # the first element of its kind
    cdef Py_ssize_t slots = 1024, e, other
    while slots < 2 * m:
        slots *= 2
    cdef int* table = <int*> room.take(slots, sizeof(int))  # e + 1
    cdef size_t at
    for e in range(m):
        if not wanted[parent[e] + 1]:
            continue
        at = (<size_t> hash(tags[e]) ^ (<size_t> hash(names[e]) * 3) ^ (<size_t> (parent[e] + 1) * 0x9E3779B97F4A7C15)) % slots
        while table[at]:
            other = table[at] - 1
            if (
                parent[other] == parent[e]
                and PyUnicode_Compare(tags[other], tags[e]) == 0
                and PyUnicode_Compare(names[other], names[e]) == 0
            ):
                break
            at = (at + 1) % slots
        if not table[at]:
            table[at] = <int> e + 1
        first[e] = table[at] - 1
        twins[first[e]] += 1
    for e in range(m):
        if wanted[parent[e] + 1]:
            twins[e] = twins[first[e]]
    return twins


cdef list _second_look(
    Room room, Py_ssize_t n, Py_ssize_t m, const int* parent, const int* be, list btext, const int* style_of, Py_ssize_t styles,
    double* rows, const Bits* sets, const char* has_row, const double* own,
):
    """Ask the second ensemble about what the first did not dismiss; see ``scorer.around``."""
    cdef double* mass = <double*> room.take(n, sizeof(double))
    cdef double* sizes = <double*> room.take(n, sizeof(double))
    cdef double* c = <double*> room.take(n + 17, sizeof(double))
    cdef double* cl = <double*> room.take(n + 17, sizeof(double))
    cdef double* since = <double*> room.take(n, sizeof(double))
    cdef double* until = <double*> room.take(n, sizeof(double))
    cdef double* style_mass = <double*> room.take(styles, sizeof(double))
    cdef double* style_size = <double*> room.take(styles, sizeof(double))
    cdef double* parent_mass = <double*> room.take(m + 1, sizeof(double))
    cdef double* parent_size = <double*> room.take(m + 1, sizeof(double))
    cdef double* padded = <double*> room.take(n + 6, sizeof(double))
    cdef double total, peak = 0.0, last, most
    cdef double* row
    cdef Py_ssize_t i, j, up
    cdef list out = []
    for i in range(n):
        sizes[i] = len(<str> btext[i]) + 1.0
        mass[i] = own[i] * sizes[i]
        c[i + 9] = c[i + 8] + mass[i]
        cl[i + 9] = cl[i + 8] + sizes[i]
        padded[i + 3] = own[i]
        if own[i] > peak:
            peak = own[i]
        up = parent[be[i]]
        style_mass[style_of[i]] += mass[i]
        style_size[style_of[i]] += sizes[i]
        parent_mass[up + 1] += mass[i]
        parent_size[up + 1] += sizes[i]
    total = c[n + 8] or 1.0
    for i in range(n + 9, n + 17):
        c[i] = c[n + 8]
        cl[i] = cl[n + 8]
    last = -FAR
    for i in range(n):
        since[i] = min(i - last, FAR)
        if own[i] > SURE:
            last = i
    last = n + FAR
    for i in range(n - 1, -1, -1):
        until[i] = min(last - i, FAR)
        if own[i] > SURE:
            last = i
    for i in range(n):
        if not has_row[i]:
            out.append(0.0)
            continue
        if not own[i] > DISMISSED:
            most = padded[i]
            for j in range(i + 1, i + 7):
                if padded[j] > most:
                    most = padded[j]
            if not most > LIKELY:
                out.append(0.0)
                continue
        row = &rows[i * (FEATURES + AROUND)]
        row[FEATURES] = padded[i + 3]
        row[FEATURES + 1] = padded[i]
        row[FEATURES + 2] = padded[i + 1]
        row[FEATURES + 3] = padded[i + 2]
        row[FEATURES + 4] = padded[i + 4]
        row[FEATURES + 5] = padded[i + 5]
        row[FEATURES + 6] = padded[i + 6]
        row[FEATURES + 7] = (c[i + 12] - c[i + 5]) / (cl[i + 12] - cl[i + 5])
        row[FEATURES + 8] = (c[i + 17] - c[i]) / (cl[i + 17] - cl[i])
        row[FEATURES + 9] = c[i + 8] / total
        row[FEATURES + 10] = 1.0 - c[i + 9] / total
        row[FEATURES + 11] = total
        row[FEATURES + 12] = peak
        row[FEATURES + 13] = since[i]
        row[FEATURES + 14] = until[i]
        row[FEATURES + 15] = style_mass[style_of[i]] / style_size[style_of[i]]
        row[FEATURES + 16] = parent_mass[parent[be[i]] + 1] / parent_size[parent[be[i]] + 1]
        out.append(_logistic(_second.ask(row, &sets[2 * i])))
    return out
