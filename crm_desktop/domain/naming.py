"""Names: whether two can be one person's, and how a person is addressed.

What counts as a short form is the rule of the import: 王女士, 小王, 阿芳 and Mrs Wang can all be 王芳.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from crm_desktop.domain.gender import Gender
from crm_desktop.domain.pinyin import read_name
from crm_desktop.patterns import regex

# 百家姓 and the 400 commonest surnames of the census of 2020.
_SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公覃肖闫付代邸苑区仝佟宛苟鹿佘阳候涂尧谌初原由丛岳揭洛豆隋冼麦庹令年栗矫牟海但才邝"
    "闰盘晋官信杞青千位撒同伦寻藏苻楚修"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張孔嚴華陶謝鄒竇蘇鳳馬葉劉龍鍾盧萬葉賀羅畢鄔樂時齊顧黃蕭邵談龐紀項賈婁顏龔陸聶關"
)
_COMPOUND_SURNAMES: Final = frozenset(
    (  # noqa: SIM905 (a table to read)
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 "
        "申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 "
        "宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 完颜 耶律 "
        "纳兰 叶赫 那拉 歐陽 諸葛 司馬 東方"
    ).split()
)
_FEMALE_TITLES: Final = (  # noqa: SIM905
    "女士 小姐姐 小姐 太太 夫人 大姐 姐姐 大妈 阿姨 大嫂 嫂子 妈妈 奶奶 妹妹 老板娘 姐 姨 嫂 妹 婶 妈 太"
).split()
_MALE_TITLES: Final = (  # noqa: SIM905
    "先生 大哥 哥哥 叔叔 大叔 伯伯 大伯 爷爷 大爷 弟弟 爸爸 哥 叔 伯 弟 爷"
).split()
_TITLES_OF_BOTH: Final = (  # noqa: SIM905
    "老师 老板 经理 总经理 董事长 主任 医生 大夫 律师 师傅 教授 同学 会计 校长 院长 局长 处长 科长 队长 店长 警官 "
    "总 董 工 导 老"
).split()
_TITLES: Final[dict[str, Gender | None]] = {
    **dict.fromkeys(_FEMALE_TITLES, "female"),
    **dict.fromkeys(_MALE_TITLES, "male"),
    **dict.fromkeys(_TITLES_OF_BOTH, None),
}
_TITLES_OF_A_SURNAME: Final = frozenset("妹弟妈太伯董工导老")
_LONGEST_TITLE: Final = 3
_FAMILIAR: Final = ("小", "老", "阿", "大")
_LATIN_TITLES: Final[dict[str, Gender | None]] = {
    **dict.fromkeys(("mrs", "ms", "miss", "madam", "mme", "lady"), "female"),
    **dict.fromkeys(("mr", "sir"), "male"),
    **dict.fromkeys(("dr", "prof", "professor"), None),
}
_REMARK = regex(r"[(\[【].*?[)\]】]|[(\[【].*$")
_CHINESE = regex(r"[㐀-鿿豈-﫿〇\U00020000-\U0003ffff]+")
_MAX_CHARACTERS: Final = 80
_MAX_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class _Form:
    """What a written name tells. `core`: the name without title and 小, 阿, …: 王 of 王女士, 芳 of 阿芳 and 芳芳."""

    core: str
    titled: bool
    gender: Gender | None


def surname(name: str) -> str:
    """The surname a Chinese name begins with, 欧阳 of 欧阳修; "" if it begins with none."""
    core = name.strip()
    if core[:2] in _COMPOUND_SURNAMES and len(core) > 1:
        return core[:2]
    return core[:1] if core[:1] in _SURNAMES else ""


def given_name(name: str) -> str:
    """What follows the surname; the whole name where it begins with none, or is nothing else."""
    core = name.strip()
    return core[len(surname(core)) :] or core


def gender_of_name(name: str) -> Gender | None:
    """The gender that a title in the name tells: 王女士, Mr Smith; None without one."""
    plain = _normalised(name)
    return (_chinese(plain) if _is_chinese(plain) else _latin(plain)).gender


def honorific(name: str, gender: Gender | None) -> str:
    """How a greeting addresses someone: 王女士 for 王芳. A name that has a title, or of unknown gender, stays."""
    plain = _normalised(name)
    family = surname(plain)
    if gender is None or not family or not _is_chinese(plain) or len(plain) > len(family) + 2:
        return name.strip()
    form = _chinese(plain)
    if form.titled or form.core != plain:
        return name.strip()
    return f"{family}{'女士' if gender == 'female' else '先生'}"


def names_clash(a: str, b: str) -> bool:
    """Whether `a` and `b` must be two people.

    Not if they are equal but for blanks and case, one is blank, or one is a short form of the other: 王女士 or 阿芳 of
    王芳, "Mrs Wang" of "Wang Fang". A couple, 王先生 and 王太太, clashes.
    """
    if a == b:
        return False
    first, second = _normalised(a), _normalised(b)
    if not first or not second or first.replace(" ", "") == second.replace(" ", ""):
        return False
    if _is_chinese(first) and _is_chinese(second):
        return not _may_be_one(_chinese(first), _chinese(second))
    if _is_chinese(first) or _is_chinese(second):
        return not _sound_alike(*((first, second) if _is_chinese(first) else (second, first)))
    return not _latin_may_be_one(_latin(first), _latin(second))


def _normalised(name: str) -> str:
    """`name` without remarks in brackets, in one width and case, blanks only between Latin words."""
    plain = unicodedata.normalize("NFKC", name[:_MAX_CHARACTERS]).casefold()
    plain = re.sub(r"[\s.·•・,'’_-]+", " ", _REMARK.sub(" ", plain)).strip()
    joined = plain.replace(" ", "")
    return joined if _is_chinese(joined) else plain


def _is_chinese(name: str) -> bool:
    return bool(_CHINESE.fullmatch(name))


def _chinese(name: str) -> _Form:
    for length in range(min(_LONGEST_TITLE, len(name) - 1), 0, -1):
        core, title = name[:-length], name[-length:]
        # 王小妹 may well be a name, 晓丽姐 is none: some titles of one character need a stem of one.
        if title in _TITLES and (title not in _TITLES_OF_A_SURNAME or len(core) == 1 or surname(core) == core):
            return _Form(_without_prefix(core), titled=True, gender=_TITLES[title])
    return _Form(_without_prefix(name), titled=False, gender=None)


def _without_prefix(name: str) -> str:
    rest = name[1:]
    familiar = name[:1] in (*_FAMILIAR, rest)
    return rest if familiar and (len(rest) == 1 or rest in _COMPOUND_SURNAMES) else name


def _may_be_one(a: _Form, b: _Form) -> bool:
    if _differ_in_gender(a, b):
        return False
    return a.core == b.core or _is_part(a.core, b.core) or _is_part(b.core, a.core)


def _is_part(part: str, name: str) -> bool:
    """Whether `part` is the surname of `name`, its given name, or one character of that."""
    family = surname(name)
    return part == family or f"{family}{part}" == name or (len(part) == 1 and part in name[len(family) :])


def _differ_in_gender(a: _Form, b: _Form) -> bool:
    return a.gender is not None and b.gender is not None and a.gender != b.gender


def _latin(name: str) -> _Form:
    words = name.split()
    titles = [word for word in words if word in _LATIN_TITLES]
    genders = [gender for gender in map(_LATIN_TITLES.get, titles) if gender]
    core = " ".join(word for word in words if word not in _LATIN_TITLES)
    return _Form(core, bool(titles), genders[0] if genders else None)


def _latin_may_be_one(a: _Form, b: _Form) -> bool:
    """Whether every word of the shorter name is one of the longer, in full or by its initial, in any order."""
    if _differ_in_gender(a, b):
        return False
    few, many = sorted((a.core.split(), b.core.split()), key=len)
    for word in sorted(few, key=len, reverse=True):
        alike = [w for w in many if w == word or (1 in (len(w), len(word)) and w[0] == word[0])]
        same = word if word in alike else next(iter(alike), None)
        if same is None:
            return False
        many.remove(same)
    return True


def _sound_alike(chinese: str, other: str) -> bool:
    """Whether `other`, in Latin letters or mixed, can be the Chinese name: Wang Fang, Ms Wang or "芳芳 Fiona"."""
    form = _chinese(chinese)
    characters = "".join(_CHINESE.findall(other))
    if characters:
        return _may_be_one(form, _chinese(characters))
    latin = _latin(other)
    words = latin.core.split()
    if _differ_in_gender(form, latin) or len(words) > _MAX_WORDS:
        return False
    if any("".join(order) in read_name(form.core).full.split() for order in permutations(words)):
        return True
    family = read_name(surname(form.core)).full.split()
    # One of the two says no more than the surname.
    return (len(words) == 1 or surname(form.core) == form.core) and any(word in family for word in words)
