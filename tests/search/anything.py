"""Texts of every kind, for hypothesis."""

from hypothesis import strategies as st

ANY_TEXT = st.text(alphabet=st.characters(), max_size=300) | st.text(
    alphabet="\"“«»-*:()’' aàeéœzßﬁ½cr07\x00\x1f\ud800\u0301\u00ad\u200b🎉", max_size=300
)
