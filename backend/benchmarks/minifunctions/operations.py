"""What the miniature's functions are made of: operations on lists, numbers and texts.

In codes and nouns, `{v}` is the value worked on and `{a}` the operation's constant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value is; also the name of a variable that holds one."""

    NUMBERS = "xs"
    NUMBER = "n"
    TEXT = "s"
    WORDS = "ws"


@dataclass(frozen=True)
class Operation:
    """One step: `codes` are expressions that do the same, `verbs` and `nouns` ways to say it.

    `constants` are what its constant is drawn from; empty where it has none.
    """

    name: str
    takes: Kind
    gives: Kind
    codes: tuple[str, ...]
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    constants: tuple[str, ...] = ()


_FEW = tuple(map(str, range(2, 6)))
_SOME = tuple(map(str, range(2, 13)))
_BOUNDS = tuple(map(str, range(1, 25)))
_LETTERS = tuple("abcdefghilmnoprstu")
_MARKS = ("-", "_", "+", "*", "/", ":")


def _operations(
    takes: Kind, gives: Kind, table: str, constants: tuple[str, ...] = ()
) -> list[Operation]:
    """Read a table: a line each of `name | codes | verbs | nouns`, alternatives set off by `;`."""
    found = []
    for line in table.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.split("|"))
        codes, verbs, nouns = (tuple(part.strip() for part in cell.split(";")) for cell in cells)
        found.append(Operation(name, takes, gives, codes, verbs, nouns, constants))
    return found


_NUMBERS, _NUMBER, _TEXT, _WORDS = Kind

OPERATIONS: Mapping[str, Operation] = {
    operation.name: operation
    for operations in (
        _operations(
            _NUMBERS,
            _NUMBERS,
            """
            even | [x for x in {v} if x % 2 == 0] | keep the even numbers; leave out the odd numbers | the even numbers of {v}
            odd | [x for x in {v} if x % 2 == 1] | keep the odd numbers; throw away the even numbers | the odd numbers of {v}
            positive | [x for x in {v} if x > 0] | keep the positive numbers; keep numbers above zero | the positive numbers of {v}
            negative | [x for x in {v} if x < 0] | keep the negative numbers; keep numbers below zero | the negative numbers of {v}
            nonzero | [x for x in {v} if x != 0] | remove the zeros; leave out every zero | {v} without zeros
            unique | list(dict.fromkeys({v})) | remove repeated numbers; keep each number only once | the different numbers of {v}
            ascending | sorted({v}) | sort in ascending order; put the smallest first | {v} from small to large
            descending | sorted({v}, reverse=True) | sort in descending order; put the largest first | {v} from large to small
            backwards | {v}[::-1]; list(reversed({v})) | reverse the list; turn the order around | {v} in reverse order
            square | [x * x for x in {v}]; [x ** 2 for x in {v}] | square each number; multiply each number by itself | the squares of {v}
            absolute | [abs(x) for x in {v}] | take absolute values; drop the signs | the absolute values of {v}
            negate | [-x for x in {v}] | negate each number; change every sign | {v} with opposite signs
            second | {v}[::2] | take every second number; skip every other number | every second number of {v}
            running | [sum({v}[:i + 1]) for i in range(len({v}))] | take running totals; add up as you go along | the running totals of {v}
            steps | [y - x for x, y in zip({v}, {v}[1:])] | take differences of neighbours; subtract each number from the next | the differences between neighbours in {v}
            pairs | [x + y for x, y in zip({v}, {v}[1:])] | add neighbours; add each number to the next | the sums of neighbours in {v}
            halve | [x // 2 for x in {v}] | halve each number, rounding down; divide each number by two, rounding down | the halves of {v}, rounded down
            digitsums | [sum(map(int, str(abs(x)))) for x in {v}] | replace each number by the sum of its digits; add up the digits of each number | the digit sums of {v}
            twice | [y for x in {v} for y in (x, x)] | repeat each number; write every number twice | {v} with each number written twice
            middle | {v}[1:-1] | remove the first and the last number; drop both ends | {v} without its two ends
            addlength | {v} + [len({v})] | append how many there are; add the length at the end | {v} followed by its length
            palindrome | {v} + {v}[::-1] | append the list in reverse; add its mirror image | {v} followed by its mirror image
            """,
        ),
        _operations(
            _NUMBERS,
            _NUMBERS,
            """
            above | [x for x in {v} if x > {a}] | keep numbers greater than {a}; keep what is above {a} | the numbers above {a} of {v}
            below | [x for x in {v} if x < {a}] | keep numbers less than {a}; keep what is below {a} | the numbers below {a} of {v}
            without | [x for x in {v} if x != {a}] | remove every {a}; leave out numbers equal to {a} | {v} without any {a}
            plus | [x + {a} for x in {v}] | add {a} to each number; increase each number by {a} | {v} with {a} added to each
            minus | [x - {a} for x in {v}] | subtract {a} from each number; decrease each number by {a} | {v} with {a} taken from each
            atmost | [min(x, {a}) for x in {v}] | replace numbers above {a} by {a}; cap each number at {a} | {v} capped at {a}
            atleast | [max(x, {a}) for x in {v}] | replace numbers below {a} by {a}; raise each number to at least {a} | {v} raised to at least {a}
            append | {v} + [{a}] | append {a}; put {a} at the end | {v} followed by {a}
            prepend | [{a}] + {v} | prepend {a}; put {a} in front | {v} after a leading {a}
            """,
            _BOUNDS,
        ),
        _operations(
            _NUMBERS,
            _NUMBERS,
            """
            multiples | [x for x in {v} if x % {a} == 0] | keep multiples of {a}; keep numbers divisible by {a} | the multiples of {a} in {v}
            nonmultiples | [x for x in {v} if x % {a} != 0] | remove multiples of {a}; leave out numbers divisible by {a} | the numbers of {v} not divisible by {a}
            times | [x * {a} for x in {v}] | multiply each number by {a}; take {a} times each number | {v} multiplied by {a}
            modulo | [x % {a} for x in {v}] | take remainders modulo {a}; replace each number by its remainder by {a} | the remainders of {v} by {a}
            """,
            _SOME,
        ),
        _operations(
            _NUMBERS,
            _NUMBERS,
            """
            first | {v}[:{a}] | take the first {a} numbers; cut after {a} numbers | the first {a} numbers of {v}
            last | {v}[-{a}:] | take the last {a} numbers; keep the final {a} numbers | the last {a} numbers of {v}
            skip | {v}[{a}:] | skip the first {a} numbers; drop {a} numbers from the front | {v} without the first {a} numbers
            rotate | {v}[{a}:] + {v}[:{a}] | rotate left by {a}; move the first {a} numbers to the end | {v} rotated left by {a}
            """,
            _FEW,
        ),
        _operations(
            _NUMBERS,
            _NUMBER,
            """
            sum | sum({v}) | add them all up; take the sum | the sum of {v}
            count | len({v}) | count them; take how many there are | the number of elements of {v}
            largest | max({v}, default=0) | take the largest, or 0 if there is none; find the maximum, or 0 if there is none | the largest of {v}
            smallest | min({v}, default=0) | take the smallest, or 0 if there is none; find the minimum, or 0 if there is none | the smallest of {v}
            spread | max({v}, default=0) - min({v}, default=0) | take the difference between largest and smallest; measure how far they spread | the spread of {v}
            distinct | len(set({v})) | count the different numbers; find how many values differ | the number of different values of {v}
            alternating | sum({v}[::2]) - sum({v}[1::2]) | add and subtract in turn; take the alternating sum | the alternating sum of {v}
            """,
        ),
        _operations(
            _NUMBERS,
            _NUMBER,
            """
            occurrences | {v}.count({a}) | count how often {a} occurs; find how many are equal to {a} | the number of times {a} is in {v}
            countabove | sum(x > {a} for x in {v}); len([x for x in {v} if x > {a}]) | count the numbers above {a}; find how many are greater than {a} | the number of values above {a} in {v}
            """,
            _BOUNDS,
        ),
        _operations(
            _NUMBER,
            _NUMBER,
            """
            squared | {v} * {v}; {v} ** 2 | square it; multiply it by itself | the square of {v}
            doubled | {v} * 2; {v} + {v} | double it; take it twice | twice {v}
            size | abs({v}) | take its absolute value; drop its sign | the absolute value of {v}
            opposite | -{v} | negate it; change its sign | the opposite of {v}
            half | {v} // 2 | halve it, rounding down; divide it by two, rounding down | half of {v}, rounded down
            digitsum | sum(map(int, str(abs({v})))) | add up its digits; take the sum of its digits | the digit sum of {v}
            lastdigit | abs({v}) % 10 | take its last digit; keep only its last digit | the last digit of {v}
            """,
        ),
        _operations(
            _NUMBER,
            _NUMBER,
            """
            increase | {v} + {a} | add {a} to it; increase it by {a} | {a} more than {v}
            decrease | {v} - {a} | subtract {a} from it; decrease it by {a} | {a} less than {v}
            multiply | {v} * {a} | multiply it by {a}; take {a} times it | {a} times {v}
            remainder | {v} % {a} | take its remainder by {a}; reduce it modulo {a} | the remainder of {v} by {a}
            ceiling | min({v}, {a}) | cap it at {a}; replace it by {a} if it is larger | {v}, but at most {a}
            floor | max({v}, {a}) | raise it to at least {a}; replace it by {a} if it is smaller | {v}, but at least {a}
            """,
            _SOME,
        ),
        _operations(
            _NUMBER,
            _NUMBERS,
            """
            digits | [int(d) for d in str(abs({v}))] | list its digits; split it into digits | the digits of {v}
            countup | list(range(abs({v}) % 10)) | count from zero up to its last digit; list what is below its last digit | the numbers from zero below the last digit of {v}
            """,
        ),
        _operations(
            _NUMBER,
            _TEXT,
            """
            written | str({v}) | write it as text; make a string of it | the text of {v}
            stars | "*" * (abs({v}) % 10) | write as many stars as its last digit says; draw its last digit in stars | as many stars as the last digit of {v}
            """,
        ),
        _operations(
            _TEXT,
            _TEXT,
            """
            upper | {v}.upper() | make it upper case; turn it into capitals | {v} in upper case
            lower | {v}.lower() | make it lower case; turn it into small letters | {v} in lower case
            swapcase | {v}.swapcase() | swap upper and lower case; change the case of each letter | {v} with its case swapped
            mirror | {v}[::-1]; "".join(reversed({v})) | reverse the text; spell it backwards | {v} spelled backwards
            novowels | "".join(c for c in {v} if c.lower() not in "aeiou") | remove the vowels; leave out all vowels | {v} without vowels
            vowels | "".join(c for c in {v} if c.lower() in "aeiou") | keep only the vowels; remove all but vowels | the vowels of {v}
            nospaces | {v}.replace(" ", "") | remove the spaces; close all gaps | {v} without spaces
            doubleletters | "".join(c + c for c in {v}) | double each character; write every character twice | {v} with doubled characters
            sortletters | "".join(sorted({v})) | sort the characters; put the characters in order | the sorted characters of {v}
            onceletters | "".join(dict.fromkeys({v})) | keep each character only once; remove repeated characters | the different characters of {v}
            alternate | {v}[::2] | take every second character; skip every other character | every second character of {v}
            """,
        ),
        _operations(
            _TEXT,
            _TEXT,
            """
            head | {v}[:{a}] | take the first {a} characters; cut after {a} characters | the first {a} characters of {v}
            tail | {v}[-{a}:] | take the last {a} characters; keep the final {a} characters | the last {a} characters of {v}
            behead | {v}[{a}:] | skip the first {a} characters; drop {a} characters from the front | {v} without the first {a} characters
            repeat | {v} * {a} | repeat the text {a} times; write the text {a} times in a row | {a} copies of {v}
            """,
            _FEW,
        ),
        _operations(
            _TEXT,
            _TEXT,
            """
            delete | {v}.replace("{a}", "") | remove every letter {a}; delete each {a} | {v} without the letter {a}
            mark | {v}.replace("{a}", "*") | replace every letter {a} by a star; hide each {a} behind a star | {v} with a star for each {a}
            suffix | {v} + "{a}" | append the letter {a}; put {a} at the end | {v} followed by the letter {a}
            """,
            _LETTERS,
        ),
        _operations(
            _TEXT,
            _NUMBER,
            """
            length | len({v}) | count the characters; take its length | the length of {v}
            countvowels | sum(c.lower() in "aeiou" for c in {v}) | count the vowels; find how many vowels it has | the number of vowels in {v}
            countwords | len({v}.split()) | count the words; find how many words it has | the number of words in {v}
            variety | len(set({v})) | count the different characters; find how many characters differ | the number of different characters in {v}
            """,
        ),
        _operations(
            _TEXT,
            _NUMBER,
            """
            countletter | {v}.count("{a}") | count the letter {a}; find how often {a} occurs | the number of times {a} is in {v}
            position | {v}.find("{a}") | find where {a} first is, or -1; take the position of the first {a}, or -1 | the position of the first {a} in {v}
            """,
            _LETTERS,
        ),
        _operations(
            _TEXT,
            _WORDS,
            """
            split | {v}.split() | split it into words; list its words | the words of {v}
            """,
        ),
        _operations(
            _TEXT,
            _NUMBERS,
            """
            wordlengths | [len(w) for w in {v}.split()] | list the lengths of its words; measure each word of it | the word lengths of {v}
            places | [ord(c) % 32 for c in {v}] | replace each character by its code modulo 32; list the character codes modulo 32 | the character codes modulo 32 of {v}
            """,
        ),
        _operations(
            _WORDS,
            _WORDS,
            """
            alphabetical | sorted({v}) | sort the words; put the words in order | {v} in alphabetical order
            bylength | sorted({v}, key=len) | sort the words by length; put short words first | {v} from short to long
            wordsback | {v}[::-1]; list(reversed({v})) | reverse the order of the words; put the last word first | {v} in reverse order
            spelledback | [w[::-1] for w in {v}] | spell each word backwards; reverse each word | {v}, each spelled backwards
            capitals | [w.upper() for w in {v}] | make each word upper case; turn all words into capitals | {v} in capitals
            capitalised | [w.capitalize() for w in {v}] | capitalise each word; start each word with a capital | {v}, capitalised
            oncewords | list(dict.fromkeys({v})) | keep each word only once; remove repeated words | the different words of {v}
            initials | [w[:1] for w in {v}] | take the first letter of each word; keep only initials | the initials of {v}
            otherwords | {v}[::2] | take every second word; skip every other word | every second word of {v}
            """,
        ),
        _operations(
            _WORDS,
            _WORDS,
            """
            longer | [w for w in {v} if len(w) > {a}] | keep words longer than {a} letters; leave out words of up to {a} letters | the words of {v} longer than {a}
            shorter | [w for w in {v} if len(w) < {a}] | keep words shorter than {a} letters; leave out words of {a} letters or more | the words of {v} shorter than {a}
            firstwords | {v}[:{a}] | take the first {a} words; cut after {a} words | the first {a} words of {v}
            shorten | [w[:{a}] for w in {v}] | shorten each word to {a} letters; cut every word after {a} letters | {v}, each cut after {a} letters
            """,
            _FEW,
        ),
        _operations(
            _WORDS,
            _WORDS,
            """
            containing | [w for w in {v} if "{a}" in w] | keep words with the letter {a}; keep words that contain {a} | the words of {v} with {a}
            lacking | [w for w in {v} if "{a}" not in w] | remove words with the letter {a}; keep words that lack {a} | the words of {v} without {a}
            ending | [w + "{a}" for w in {v}] | append the letter {a} to each word; end each word with an extra {a} | {v}, each followed by {a}
            """,
            _LETTERS,
        ),
        _operations(
            _WORDS,
            _TEXT,
            """
            spaced | " ".join({v}) | join them with spaces; make one text with spaces between | {v} joined with spaces
            joined | "".join({v}) | join them without gaps; put them together as one text | {v} joined without gaps
            longest | max({v}, key=len, default="") | take the longest word, or an empty text; find the first longest word, if any | the longest word of {v}
            shortest | min({v}, key=len, default="") | take the shortest word, or an empty text; find the first shortest word, if any | the shortest word of {v}
            """,
        ),
        _operations(
            _WORDS,
            _TEXT,
            """
            linked | "{a}".join({v}) | join them with {a} between; put them together with {a} in the gaps | {v} joined with {a}
            """,
            _MARKS,
        ),
        _operations(
            _WORDS,
            _NUMBERS,
            """
            lengths | [len(w) for w in {v}] | take the length of each word; measure every word | the lengths of {v}
            """,
        ),
        _operations(
            _WORDS,
            _NUMBER,
            """
            wordcount | len({v}) | count the words; take how many words there are | the number of words in {v}
            letters | sum(len(w) for w in {v}); len("".join({v})) | count the letters of all words; add up the lengths of the words | the number of letters in {v}
            """,
        ),
    )
    for operation in operations
}
