"""The language of a text that names none."""

import pytest

from articles.importing.languages import language_in

SIMPLIFIED = "港区新码头今日启用，首批货轮已经靠岸。海湾日报记者在现场看到，装卸工人正在忙碌，"
TEXTS = {
    "zh-Hans": SIMPLIFIED * 3,
    "zh-Hant": "港區新碼頭今日啟用，首批貨輪已經靠岸。海灣日報記者在現場看到，裝卸工人正在忙碌，"
    * 3,
    "ja": "港の新しい埠頭が今日ひらかれ、はじめての貨物船が着いた。記者は現場を見ている。" * 3,
    "ko": "항구의 새 부두가 오늘 문을 열었고 첫 화물선이 도착했다. 기자는 현장에 있었다. " * 3,
    "en": "The new quay of the harbour was opened today, and the first ships are there. " * 3,
    "": "Der neue Kai des Hafens wurde heute eröffnet, und die ersten Schiffe liegen dort. " * 3,
}


@pytest.mark.parametrize("language", TEXTS)
def test_script_and_commonest_words_tell_the_language(language):
    assert language_in(TEXTS[language]) == language


def test_a_chinese_text_may_be_full_of_english_names():
    text = SIMPLIFIED * 3 + "the Port of Rotterdam and the Bay of Bengal " * 4

    assert language_in(text) == "zh-Hans"


def test_a_chinese_text_may_quote_a_traditional_name():
    assert language_in(SIMPLIFIED * 3 + "《經濟學人》") == "zh-Hans"


@pytest.mark.parametrize("text", ["", "The end", "完", "12345 " * 100, "🙂" * 200])
def test_too_little_tells_nothing(text):
    assert language_in(text) == ""
