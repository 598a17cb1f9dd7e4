# cython: language_level=3, wraparound=False
"""Lay a parsed page out flat over libxml2's own nodes: the same as ``walk.py``, which says what it does and why.

No Python object is made of an element before somebody asks for it. Nothing is written to the nodes, and they stay where they are
as long as the document lives, which ``Elements`` sees to.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from libc.string cimport memcmp, memcpy, memset, strcmp, strlen

from lxml.includes cimport etreepublic
from lxml.includes cimport tree as xml
from lxml.includes.etreepublic cimport _Document, _Element, attributeValue, elementFactory, namespacedName

from newsarchive.page.hints import WORDS, hints_of
from newsarchive.page.sections import SECTION_HINTS
from newsarchive.page.tree import BREAK, ENTRY_HINTS, TELLING, TextBlock, Tree, hiding_style
from newsarchive.page.walk import HOLDS_STORY, NAMES_ITSELF, kind_of, kinds, passing_rule

etreepublic.import_lxml__etree()
for _rule, _tags in HOLDS_STORY.items():
    if set(_tags) != ({"h1", "p", "article", "main"} if _rule == "navigation" else {"h1"}):
        raise ImportError("built for other stories")

cdef extern from "Python.h":
    int PyUnicode_KIND(object text)
    void* PyUnicode_DATA(object text)
    Py_UCS4 PyUnicode_READ(int kind, void* data, Py_ssize_t index)
    void PyUnicode_WRITE(int kind, void* data, Py_ssize_t index, Py_UCS4 value)
    object PyUnicode_DecodeUTF8(const char* text, Py_ssize_t size, const char* errors)
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    bint Py_UNICODE_ISSPACE(Py_UCS4 sign)

ctypedef unsigned long long Bits

cdef enum:
    SHARED = 8192

cdef enum:  # the kinds of walk.py
    INLINE, LINK, LINE_BREAK, BLOCK, SKIP

cdef Bits _NAMES_ITSELF = NAMES_ITSELF, _ENTRY_HINTS = ENTRY_HINTS, _SECTION = SECTION_HINTS
cdef list _numbers = list(range(SHARED))
cdef str _BREAK = BREAK
cdef str _SPACE = " "


cdef inline object _number(Py_ssize_t n):
    """Return a number as an object; a page says the same ones over and over."""
    return _numbers[n] if 0 <= n < SHARED else n


# --- the words of class names -----------------------------------------------------------------------------------

cdef struct Word:
    const char* text
    Py_ssize_t size
    Bits bits

cdef enum:
    SLOTS = 4096
    LONGEST_NAME = 120  # of the letters of one name, as in hints.py

cdef Word _words[SLOTS]
cdef list _kept_alive = []


cdef inline unsigned int _hash(const char* text, Py_ssize_t size) noexcept nogil:
    cdef unsigned int value = 2166136261
    cdef Py_ssize_t i
    for i in range(size):
        value = (value ^ <unsigned char> text[i]) * 16777619
    return value


cdef inline Bits _find(const char* text, Py_ssize_t size) noexcept nogil:
    cdef unsigned int slot = _hash(text, size) & (SLOTS - 1)
    while _words[slot].text != NULL:
        if _words[slot].size == size and memcmp(_words[slot].text, text, size) == 0:
            return _words[slot].bits
        slot = (slot + 1) & (SLOTS - 1)
    return 0


cdef _learn_words():
    cdef bytes key
    cdef unsigned int slot
    memset(_words, 0, sizeof(_words))
    if 2 * len(WORDS) > SLOTS:
        raise ImportError("more words than slots")
    for word, bits in WORDS.items():
        if word.isascii():  # names with other letters are left to hints.py
            key = word.encode()
            _kept_alive.append(key)
            slot = _hash(key, len(key)) & (SLOTS - 1)
            while _words[slot].text != NULL:
                slot = (slot + 1) & (SLOTS - 1)
            _words[slot] = Word(key, len(key), bits)


_learn_words()


cdef inline bint _is_ascii_space(unsigned char c) noexcept nogil:
    return c == 32 or 9 <= c <= 13 or 28 <= c <= 31


cdef Bits _hints_of(const char* name, Py_ssize_t size, bint* ascii) noexcept nogil:
    """Cut a name as ``hints.hints_of`` does: at all but letters, and where a capital begins a word."""
    cdef char low[LONGEST_NAME + 1]
    cdef Py_ssize_t i = 0, end, stop, start, filled, before, part
    cdef unsigned char c
    cdef Bits bits = 0
    ascii[0] = True
    while i < size:
        while i < size and _is_ascii_space(<unsigned char> name[i]):
            i += 1
        end = i
        while end < size and not _is_ascii_space(<unsigned char> name[end]):
            if <unsigned char> name[end] >= 128:
                ascii[0] = False
                return 0
            end += 1
        stop = min(end, i + LONGEST_NAME)
        filled = 0
        before = -1
        while i < stop:
            c = name[i]
            start = i
            if c"a" <= c <= c"z":
                i += 1
                while i < stop and c"a" <= name[i] <= c"z":
                    i += 1
            elif c"A" <= c <= c"Z":
                i += 1
                while i < stop and c"A" <= name[i] <= c"Z":
                    i += 1
                if i < stop and c"a" <= name[i] <= c"z":
                    if i - start > 1:
                        i -= 1  # the last capital begins the next word
                    else:
                        while i < stop and c"a" <= name[i] <= c"z":
                            i += 1
            else:
                i += 1
                continue
            part = filled
            while start < i:
                low[filled] = name[start] | 32
                filled += 1
                start += 1
            bits |= _find(low + part, filled - part)
            if before >= 0:
                bits |= _find(low + before, filled - before)
            before = part
        i = end
    return bits


# --- texts --------------------------------------------------------------------------------------------------------

cdef object _joined(xml.xmlNode* node, bint* empty):
    """Return the text of neighbouring text nodes from ``node`` on; None where it is white space, ``empty`` where there is none."""
    cdef xml.xmlNode* at = node
    cdef Py_ssize_t size = 0, i, length
    cdef const char* content
    cdef bint blank = True, plain = True
    cdef unsigned char c
    cdef int nodes = 0
    while at != NULL and (at.type == xml.XML_TEXT_NODE or at.type == xml.XML_CDATA_SECTION_NODE):
        if at.content != NULL:
            content = <const char*> at.content
            length = strlen(content)
            if length:
                nodes += 1
                size += length
                if blank:
                    for i in range(length):
                        c = content[i]
                        if not _is_ascii_space(c):
                            blank = False
                            plain = c < 128
                            break
        at = at.next
    empty[0] = size == 0
    if blank:
        return None
    if nodes == 1:
        at = node
        while at.content == NULL or at.content[0] == 0:
            at = at.next
        text = PyUnicode_DecodeUTF8(<const char*> at.content, size, NULL)
    else:
        pieces = []
        at = node
        while at != NULL and (at.type == xml.XML_TEXT_NODE or at.type == xml.XML_CDATA_SECTION_NODE):
            if at.content != NULL:
                pieces.append(PyUnicode_DecodeUTF8(<const char*> at.content, strlen(<const char*> at.content), NULL))
            at = at.next
        text = "".join(pieces)
    if not plain and (<str> text).isspace():
        return None
    return text


cdef object _squeezed(str text, Py_ssize_t* length):
    """Return a text with one space for each stretch of white space, none at its ends; ``length`` is that of its words."""
    cdef Py_ssize_t n = len(text), i, at = 0, letters = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef void* out = PyMem_Malloc(n * kind + 1)
    cdef Py_UCS4 c
    cdef bint gap = False, same = True
    if out == NULL:
        raise MemoryError
    try:
        for i in range(n):
            c = PyUnicode_READ(kind, data, i)
            if (_is_ascii_space(<unsigned char> c) if c < 128 else Py_UNICODE_ISSPACE(c)):
                gap = at > 0
                same = same and c == 32
                continue
            if gap:
                PyUnicode_WRITE(kind, out, at, 32)
                at += 1
                gap = False
            PyUnicode_WRITE(kind, out, at, c)
            at += 1
            letters += 1
        length[0] = letters
        if same and at == n:
            return text
        return PyUnicode_FromKindAndData(kind, out, at)
    finally:
        PyMem_Free(out)


cdef Py_ssize_t _letters(str text):
    """Count what is no white space."""
    cdef Py_ssize_t n = len(text), i, letters = 0
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 c
    for i in range(n):
        c = PyUnicode_READ(kind, data, i)
        if not (_is_ascii_space(<unsigned char> c) if c < 128 else Py_UNICODE_ISSPACE(c)):
            letters += 1
    return letters


# --- the elements -------------------------------------------------------------------------------------------------

cdef class Elements:
    """The elements of a page in document order, each made a Python object when it is asked for."""

    cdef _Document _document
    cdef xml.xmlNode** _nodes
    cdef Py_ssize_t _size, _room
    cdef dict _made

    def __cinit__(self):
        self._made = {}
        self._room = 1024
        self._size = 0
        self._nodes = <xml.xmlNode**> PyMem_Malloc(self._room * sizeof(xml.xmlNode*))
        if self._nodes == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self._nodes)

    cdef int _add(self, xml.xmlNode* node) except -1:
        cdef xml.xmlNode** more
        if self._size == self._room:
            more = <xml.xmlNode**> PyMem_Realloc(self._nodes, 2 * self._room * sizeof(xml.xmlNode*))
            if more == NULL:
                raise MemoryError
            self._nodes = more
            self._room *= 2
        self._nodes[self._size] = node
        self._size += 1
        return 0

    def __len__(self):
        return self._size

    def __getitem__(self, Py_ssize_t e):
        if e < 0:
            e += self._size
        if not 0 <= e < self._size:
            raise IndexError(e)
        element = self._made.get(e)
        if element is None:
            element = self._made[e] = elementFactory(self._document, self._nodes[e])
        return element

    def __iter__(self):
        return (self[e] for e in range(self._size))

    cdef xml.xmlNode* _node(self, Py_ssize_t e) except NULL:
        if e < 0:
            e += self._size
        if not 0 <= e < self._size:
            raise IndexError(e)
        return self._nodes[e]

    def get(self, Py_ssize_t e, str name not None):
        """Return an attribute without a namespace, None where it is missing."""
        cdef xml.xmlNode* node = self._node(e)
        cdef xml.xmlAttr* attr = node.properties
        cdef bytes wanted
        cdef const char* key
        if attr == NULL:
            return None
        wanted = name.encode()
        key = wanted
        while attr != NULL:
            if attr.ns == NULL and strcmp(<const char*> attr.name, key) == 0:
                return _plain_value(node, attr)
            attr = attr.next
        return None

    def attribute(self, Py_ssize_t e, str name not None):
        """Return an attribute without a namespace, "" where it is missing."""
        return self.get(e, name) or ""

    def attributes(self, Py_ssize_t e):
        """Return all attributes by their names; one in a namespace is named as lxml names it."""
        cdef xml.xmlNode* node = self._node(e)
        cdef xml.xmlAttr* attr = node.properties
        cdef const char* key
        cdef dict found = {}
        while attr != NULL:
            if attr.ns != NULL:
                return dict(self[e].items())
            key = <const char*> attr.name
            found[PyUnicode_DecodeUTF8(key, strlen(key), NULL)] = _plain_value(node, attr)
            attr = attr.next
        return found


cdef object _plain_value(xml.xmlNode* node, xml.xmlAttr* attr):
    """Return the value of an attribute; nearly always it is one text."""
    cdef xml.xmlNode* text = attr.children
    cdef const char* content
    if text == NULL:
        return ""
    if text.next == NULL and text.type == xml.XML_TEXT_NODE and text.content != NULL:
        content = <const char*> text.content
        return PyUnicode_DecodeUTF8(content, strlen(content), NULL)
    return _value(node, attr)


cdef object _value(xml.xmlNode* node, xml.xmlAttr* attr):
    return attributeValue(node, attr) or ""


cdef bint _hides(xml.xmlNode* node, xml.xmlAttr* attr):
    """Tell whether a style hides the element; see ``tree.hiding_style``."""
    cdef xml.xmlNode* text = attr.children
    cdef const char* at
    if text == NULL:
        return False
    if text.next != NULL or text.content == NULL:
        return hiding_style(_value(node, attr))
    at = <const char*> text.content
    while at[0]:
        if <unsigned char> at[0] >= 128:
            return hiding_style(_value(node, attr))
        if (at[0] | 32) == c"d" and _declares(at, b"display", b"none"):
            return True
        if (at[0] | 32) == c"v" and _declares(at, b"visibility", b"hidden"):
            return True
        at += 1
    return False


cdef bint _declares(const char* at, const char* name, const char* value) noexcept nogil:
    """Tell whether a declaration begins here; with a sign beyond ASCII in it, it is another one."""
    at = _behind(at, name)
    if at == NULL:
        return False
    while _is_ascii_space(<unsigned char> at[0]):
        at += 1
    if at[0] != c":":
        return False
    at += 1
    while _is_ascii_space(<unsigned char> at[0]):
        at += 1
    return _behind(at, value) != NULL


cdef const char* _behind(const char* at, const char* word) noexcept nogil:
    """Return what stands behind a word of small letters, whatever its case on the page, or NULL."""
    while word[0]:
        if (at[0] | 32) != word[0]:
            return NULL
        at += 1
        word += 1
    return at


# --- the walk -----------------------------------------------------------------------------------------------------

cdef struct Known:
    const void* name  # libxml2 keeps one copy of a name in a document
    int kind
    Bits bits
    bint telling

cdef enum:
    NAMES = 512
    MOST_NAMES = 256


cdef class _Names:
    """What ``walk.kind_of`` says of the tags of one document, by the place of their names in memory."""

    cdef Known known[NAMES]
    cdef list tags
    cdef list hints
    cdef object said  # the hints of the tag looked at last, as an object
    cdef dict kinds
    cdef object skipped_tags
    cdef int count

    def __cinit__(self):
        memset(self.known, 0, sizeof(self.known))

    def __init__(self, skipped_tags):
        self.skipped_tags = skipped_tags
        self.kinds = kinds(skipped_tags)
        self.tags = [None] * NAMES
        self.hints = [0] * NAMES
        self.said = 0
        self.count = 0

    cdef object look(self, xml.xmlNode* node, int* kind, Bits* bits, bint* telling):
        cdef size_t slot = 0
        if node.ns == NULL and self.count < MOST_NAMES:
            slot = (<size_t> node.name >> 3) % NAMES
            while self.known[slot].name != NULL:
                if self.known[slot].name == node.name:
                    kind[0] = self.known[slot].kind
                    bits[0] = self.known[slot].bits
                    telling[0] = self.known[slot].telling
                    self.said = self.hints[slot]
                    return self.tags[slot]
                slot = (slot + 1) % NAMES
        name = namespacedName(node)
        tag, number, hints = self.kinds.get(name) or kind_of(name, self.skipped_tags)
        kind[0] = number
        bits[0] = hints
        self.said = hints
        telling[0] = tag in TELLING
        if node.ns == NULL and self.count < MOST_NAMES:
            self.known[slot] = Known(node.name, number, hints, telling[0])
            self.tags[slot] = tag
            self.hints[slot] = hints
            self.count += 1
        return tag


def walk(_Element root not None, skipped_tags, *, bint passing):
    """Lay a page out flat; see ``walk.walk``."""
    return _walk(root, skipped_tags, passing)


cdef object _walk(_Element root, object skipped_tags, bint passing):
    tree = Tree()
    cdef Elements els = Elements()
    els._document = root._doc
    tree.els = els
    cdef list tags = tree.tags, names = tree.names, parent = tree.parent, end = tree.end, tfirst = tree.tfirst
    cdef list tlast = tree.tlast, hints = tree.hints, context = tree.context, texts = tree.texts, tel = tree.tel
    cdef list links = tree.links, marked = tree.marked, asked = tree.telling, entries = tree.entries, skipped = tree.skipped
    cdef list sectioned = tree.sectioned
    cdef list hiding = []
    cdef list speaking = []
    cdef list boxes = []
    cdef list anchors = [-1]
    cdef _Names known = _Names(skipped_tags)
    cdef _Values values = _Values()
    cdef xml.xmlNode* node = root._c_node
    cdef xml.xmlNode* next_node
    cdef xml.xmlAttr* attr
    cdef const char* key
    cdef int kind = 0, breaks = 0, e, at = -1, anchor = -1, first = 0
    cdef Bits own = 0, tagged, around
    cdef bint wordless = True, empty, has_mark, telling = False, down, hides, speaks
    cdef list kind_at = []
    cdef object text, name, cls, eid, tag, rule, bits, outer

    down = True
    while True:
        if down:
            tag = known.look(node, &kind, &own, &telling)
            tagged = own
            e = <int> els._size
            els._add(node)
            tags.append(tag)
            kind_at.append(_number(kind))
            parent.append(_number(at))
            end.append(_numbers[0])
            tlast.append(_numbers[0])
            cls = eid = None
            has_mark = hides = speaks = False
            attr = node.properties
            while attr != NULL:
                if attr.ns == NULL:
                    key = <const char*> attr.name
                    if key[0] == c"c":
                        if strcmp(key, "class") == 0:
                            cls = values.look(node, attr, &own)
                    elif key[0] == c"i":
                        if strcmp(key, "id") == 0:
                            eid = values.look(node, attr, &own)
                        elif strcmp(key, "itemprop") == 0:
                            has_mark = True
                    elif key[0] == c"t":
                        if strcmp(key, "typeof") == 0:
                            has_mark = True
                    elif key[0] == c"s":
                        if strcmp(key, "style") == 0 and not hides:
                            hides = _hides(node, attr)
                    elif key[0] == c"l":
                        speaks = speaks or strcmp(key, "lang") == 0
                    elif key[0] == c"d":
                        speaks = speaks or strcmp(key, "dir") == 0
                    elif key[0] == c"h":
                        if strcmp(key, "hidden") == 0:
                            hides = True
                    elif key[0] == c"a":
                        if strcmp(key, "aria-hidden") == 0 and _value(node, attr) == "true":
                            hides = True
                elif strcmp(<const char*> attr.name, "lang") == 0:
                    speaks = True
                attr = attr.next
            if cls:
                name = f"{cls} {eid}" if eid else cls
            else:
                name = eid or ""
            if own & _SECTION:
                sectioned.append(e)
            if has_mark:
                marked.append(e)
            if telling:
                asked.append(e)
            if own & _ENTRY_HINTS and name:
                entries.append(e)
            if hides:
                hiding.append(e)
            if speaks:
                speaking.append(e)
            names.append(name)
            bits = known.said if own == tagged else own
            hints.append(bits)
            if at >= 0:
                outer = context[at]
                around = outer
                context.append(outer if not own & ~around else bits if not around & ~own else own | around)
            else:
                context.append(bits)
            at = e
            if kind == LINE_BREAK:
                if not wordless:
                    breaks += 1
                    if breaks == 2:
                        _close(tree, first, boxes)
                        wordless = True
                    else:
                        texts.append(_BREAK)
                        tel.append(_number(e))
                        links.append(_number(anchor))
            elif kind == LINK:
                anchors.append(_number(e))
                anchor = e
            elif kind >= BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.append(_number(e))
                skips = kind == SKIP
                if passing and not skips and own & _NAMES_ITSELF:
                    rule = passing_rule(tree, tag, name, own)
                    if rule is not None and not _holds(node, rule == "navigation"):
                        tree.passed[e] = rule
                        skips = True
                if skips:
                    skipped.append(e)
                    tfirst.append(_number(len(texts)))
                    down = False
                    continue
            tfirst.append(_number(len(texts)))
            text = _joined(node.children, &empty)
            next_node = _element_from(node.children)
        else:
            end[at] = _number(els._size)
            tlast[at] = _number(len(texts))
            kind = kind_at[at]
            if kind >= BLOCK:
                if not wordless:
                    _close(tree, first, boxes)
                    wordless = True
                breaks = 0
                boxes.pop()
            elif kind == LINK:
                anchors.pop()
                anchor = anchors[len(anchors) - 1]
            at = parent[at]
            if at < 0:
                break
            text = _joined(node.next, &empty)
            next_node = _element_from(node.next)
        if not empty:
            if text is not None:
                if wordless:
                    first = <int> len(texts)
                    wordless = False
                texts.append(text)
                breaks = 0
                tel.append(_number(at))
                links.append(_number(anchor))
            elif not wordless:
                texts.append(_SPACE)
                tel.append(_number(at))
                links.append(_number(anchor))
        if next_node != NULL:
            node = next_node
            down = True
        else:
            # nothing below (or beside): this element ends, or the one around it
            if not down:
                node = node.parent
            down = False
    tree.hiding = frozenset(hiding)
    tree.speaking = frozenset(speaking)
    return tree


cdef inline xml.xmlNode* _element_from(xml.xmlNode* node) noexcept nogil:
    """Return the first element among a node and those behind it."""
    while node != NULL and node.type != xml.XML_ELEMENT_NODE:
        node = node.next
    return node


cdef bint _holds(xml.xmlNode* top, bint menu) noexcept nogil:
    """Tell whether a headline stands inside an element; with ``menu`` also whether a paragraph or a story does."""
    cdef xml.xmlNode* node = top
    cdef const char* name
    while True:
        if node.type == xml.XML_ELEMENT_NODE and node.ns == NULL:
            name = <const char*> node.name
            if strcmp(name, "h1") == 0 or (
                menu and (strcmp(name, "p") == 0 or strcmp(name, "article") == 0 or strcmp(name, "main") == 0)
            ):
                return True
        if node.children != NULL and node.type == xml.XML_ELEMENT_NODE:
            node = node.children
            continue
        while node != top and node.next == NULL:
            node = node.parent
        if node == top:
            return False
        node = node.next


cdef struct Said:
    const char* content
    Py_ssize_t size
    Bits bits

cdef enum:
    SAID = 1024


cdef class _Values:
    """The values of classes and ids of one document with the hints in them: a page says most of them over and over."""

    cdef Said said[SAID]
    cdef list values

    def __cinit__(self):
        memset(self.said, 0, sizeof(self.said))
        self.values = [None] * SAID

    cdef object look(self, xml.xmlNode* node, xml.xmlAttr* attr, Bits* own):
        """Return the value of a class or an id, None where it is empty, and add the hints in it."""
        cdef xml.xmlNode* text = attr.children
        cdef const char* content
        cdef Py_ssize_t size
        cdef Bits bits = 0
        cdef bint ascii = True
        cdef Said* known
        cdef unsigned int slot
        if text == NULL:
            return None
        if text.next != NULL or text.type != xml.XML_TEXT_NODE or text.content == NULL:
            value = _value(node, attr)
            own[0] |= <Bits> hints_of(value)
            return value or None
        content = <const char*> text.content
        size = strlen(content)
        if size == 0:
            return None
        slot = _slot_of(content, size)
        known = &self.said[slot]
        if known.size != size or memcmp(known.content, content, size) != 0:
            bits = _hints_of(content, size, &ascii)
            value = PyUnicode_DecodeUTF8(content, size, NULL)
            if not ascii:
                bits = <Bits> hints_of(value)
            self.values[slot] = value
            known.content, known.size, known.bits = content, size, bits
        own[0] |= known.bits
        return self.values[slot]


cdef inline unsigned int _slot_of(const char* content, Py_ssize_t size) noexcept nogil:
    """Mix the first and the last eight bytes: values that share them share a slot, and take turns in it."""
    cdef Bits first = 0, last = 0
    memcpy(&first, content, min(size, 8))
    if size > 8:
        memcpy(&last, content + size - 8, 8)
    first = (first ^ (last << 7 | last >> 57) ^ <Bits> size) * 0x9E3779B97F4A7C15ULL
    return <unsigned int> (first >> 54) & (SAID - 1)


cdef _close(object tree, int first, list boxes):
    """End the open block: the text nodes from ``first`` on, directly inside the innermost open box."""
    cdef list texts = tree.texts, links = tree.links, blocks = tree.blocks
    cdef Py_ssize_t last = len(texts), length = 0, linked = 0, t
    cdef object text
    cdef int link
    if last - first == 1:
        text = _squeezed(<str> texts[first], &length)
        link = links[first]
        if link >= 0:
            linked = length
    else:
        text = _squeezed("".join(texts[first:last]), &length)
        for t in range(first, last):
            link = links[t]
            if link >= 0:
                linked += _letters(<str> texts[t])
    blocks.append(TextBlock(_number(len(blocks)), boxes[len(boxes) - 1] if boxes else 0, _number(first), _number(last), text, _number(length), _number(linked)))
