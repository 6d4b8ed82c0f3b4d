from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from articles.importing.times import doubt_about_epoch, doubt_about_zone, read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Thu, 10 Mar 2022 18:06:38 GMT", utc(2022, 3, 10, 18, 6, 38)),
        ("2022-03-10T18:06:38+08:00", utc(2022, 3, 10, 10, 6, 38)),
        ("Thu, 10 Mar 2022 18:06:38 -0000", utc(2022, 3, 10, 18, 6, 38)),
        ("2022-03-10T18:06:38Z", utc(2022, 3, 10, 18, 6, 38)),
        ("2022-03-10 18:06:38", utc(2022, 3, 10, 10, 6, 38)),
        ("2022-03-10 18:06", utc(2022, 3, 10, 10, 6)),
        ("2022-03-10", utc(2022, 3, 9, 16)),
        ("2013/7/13 20:46:25", utc(2013, 7, 13, 12, 46, 25)),
        ("2022年3月10日 18:06", utc(2022, 3, 10, 10, 6)),
        ("2022-03-10 18:06:38 -0500", utc(2022, 3, 10, 23, 6, 38)),
        ("2022-03-10 24:00:00", utc(2022, 3, 10, 16)),
        ("2022-03-10T24:00:00+00:00", utc(2022, 3, 11)),
        ("2022年3月10日 星期四 18:06", utc(2022, 3, 10, 10, 6)),
        ("2022-03-10（周四）18:06:38", utc(2022, 3, 10, 10, 6, 38)),
        ("2022年3月10日 下午6:06", utc(2022, 3, 10, 10, 6)),
        ("2022年3月10日上午10时06分", utc(2022, 3, 10, 2, 6)),
        ("2022/3/10 中午12:06", utc(2022, 3, 10, 4, 6)),
        ("2022/3/10 中午11:30", utc(2022, 3, 10, 3, 30)),
        ("2022/3/10 中午1:06", utc(2022, 3, 10, 5, 6)),
        ("周四, 10 3月 2022 18:06:38 +0800", utc(2022, 3, 10, 10, 6, 38)),
        ("1646907998", utc(2022, 3, 10, 10, 26, 38)),
        ("1646907998123", utc(2022, 3, 10, 10, 26, 38)),
        ("Thu Mar 10 2022 18:06:38 GMT+0800 (中国标准时间)", utc(2022, 3, 10, 10, 6, 38)),
    ],
)
def test_a_zone_is_exact_and_a_time_without_one_is_local(written, instant):
    assert read_time(written, zone=SHANGHAI) == instant


@pytest.mark.parametrize(
    "written",
    ["Invalid Date", "", "10", "March 2022", "18:06", "2022-02-30", "2022-13-01", "昨天", "CST 5pm", "2022年3月10日 晚上12:06",
     "2022-03-10 18:06 CST", "0001-01-01 00:00:00", "0022-03-10", "9999-12-31T23:00:00Z", "Thu, 10 Mar 2022 18:06:38 JST", "9" * 300, "2022-03-10T18:06:38+99:00"],
)  # fmt: skip
def test_what_is_no_complete_date_is_refused(written):
    with pytest.raises(ValueError, match=r"not a date|out of range|one zone"):
        read_time(written, zone=SHANGHAI)


def test_a_local_clock_ignores_its_label():
    instant = read_time("Thu, 10 Mar 2022 18:06:38 GMT", zone=SHANGHAI, is_local=True)

    assert instant == utc(2022, 3, 10, 10, 6, 38)


WRITTEN = "Sat, 05 Nov 2022 19:30:00 GMT"


@pytest.mark.parametrize(
    ("addresses", "is_doubtful"),
    [
        (["https://a/20221105180000111.jpg", "https://a/20221105203000.jpg"], True),
        (["https://a/20221105180000111.jpg", "https://a/20221105190000.jpg"], False),
        (["https://a/20221105200000111.jpg"], False),
        (["https://a/1234567.jpg"], False),
        ([], False),
    ],
    ids=["clock among the times", "clock after", "clock before", "no times", "no pictures"],
)
def test_times_in_addresses_speak_against_a_label(addresses, is_doubtful):
    instant = read_time(WRITTEN, zone=SHANGHAI)

    assert bool(doubt_about_zone(WRITTEN, instant, addresses, SHANGHAI)) is is_doubtful


def test_a_naive_time_is_never_doubted():
    text = "2022-11-05 19:30:00"
    addresses = ["https://a/20221105180000.jpg", "https://a/20221105203000.jpg"]

    assert doubt_about_zone(text, read_time(text, zone=SHANGHAI), addresses, SHANGHAI) == ""


def test_seconds_that_were_read_as_milliseconds_are_doubted():
    text = "Mon, 19 Jan 1970 10:51:32 GMT"

    assert "2020-07-09" in doubt_about_epoch(text, read_time(text, zone=ZoneInfo("UTC")))
    assert doubt_about_epoch("1971-01-19", datetime(1971, 1, 19, tzinfo=UTC)) == ""
