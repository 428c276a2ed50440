from fundraising.diff import compare, count_changes, words


def told(pieces):
    return [(p.kind, p.text.strip()) for p in pieces if p.kind != "same"]


def test_words_taken_out_and_put_in():
    found = words("We tested 387 wells with our neighbours", "We tested 412 wells with our neighbours")
    assert told(found) == [("del", "387"), ("ins", "412")]
    assert "".join(p.text for p in found if p.kind != "del") == "We tested 412 wells with our neighbours"
    assert "".join(p.text for p in found if p.kind != "ins") == "We tested 387 wells with our neighbours"


def test_unchanged_paragraphs_are_folded_and_can_be_shown():
    old = "One stays.\n\nTwo stays.\n\nThree is short."
    found = compare(old, "One stays.\n\nTwo stays.\n\nThree is rather short.")
    assert found[0].hidden == ("One stays.", "Two stays.")
    assert told(found[1].pieces) == [("ins", "rather")]
    assert count_changes(found) == 1


def test_a_new_paragraph_comes_whole_and_an_old_one_goes_whole():
    found = compare("Rain fell on the hill.", "Nobody ever came to count the houses again, she said.")
    assert [p.pieces[0].kind for p in found] == ["ins", "del"]


def test_a_moved_amendment_is_matched_with_its_likeness():
    old = "The wells are closed.\n\nMy mother boiled the water before school."
    found = compare(old, "My mother boiled all the water before school.")
    assert told(found[0].pieces) == [("del", "The wells are closed.")]
    assert told(found[1].pieces) == [("ins", "all")]


def test_line_ends_of_windows_are_no_change():
    assert count_changes(compare("One.\r\n\r\nTwo.", "One.\n\nTwo.")) == 0


def test_empty_texts():
    assert compare("", "") == []
    assert count_changes(compare("", "New.")) == 1


def test_neighbouring_words_change_as_one():
    assert told(words("with a trunk full", "with two trunks full")) == [("del", "a trunk"), ("ins", "two trunks")]
