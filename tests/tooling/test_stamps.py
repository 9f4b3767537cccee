"""A step is done again exactly when what it is made from has changed."""

from tools.stamps import Stamp, digest


def test_the_same_files_have_the_same_digest(tmp_path):
    (tmp_path / "a").write_text("1")
    assert digest([tmp_path]) == digest([tmp_path])


def test_a_changed_file_changes_the_digest(tmp_path):
    (tmp_path / "a").write_text("1")
    before = digest([tmp_path])
    (tmp_path / "a").write_text("2")
    assert digest([tmp_path]) != before


def test_a_renamed_file_changes_the_digest(tmp_path):
    (tmp_path / "a").write_text("1")
    before = digest([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    assert digest([tmp_path]) != before


def test_a_touched_file_does_not_change_the_digest(tmp_path):
    (tmp_path / "a").write_text("1")
    before = digest([tmp_path])
    (tmp_path / "a").write_text("1")
    assert digest([tmp_path]) == before


def test_facts_count(tmp_path):
    assert digest([tmp_path], "3.12") != digest([tmp_path], "3.13")


def test_a_stamp_is_read_back(tmp_path):
    stamp = Stamp(tmp_path / "stamps" / "env")
    assert stamp.read() == ""
    stamp.write("abc")
    assert stamp.read() == "abc"
    stamp.clear()
    assert stamp.read() == ""
