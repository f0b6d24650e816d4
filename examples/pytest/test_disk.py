import pytest
from disk import used_percent


@pytest.mark.parametrize("path, percent", [("/srv", 41), ("/backup", 97)])
def test_used_percent(ssh, path, percent):
    assert used_percent(ssh, path) == percent


def test_a_path_that_is_not_there(ssh):
    with pytest.raises(OSError, match="No such file or directory"):
        used_percent(ssh, "/nowhere")
