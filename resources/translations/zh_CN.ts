<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CRM Desktop</name>
    <message>
        <source>! %1</source>
        <translation>! %1</translation>
    </message>
    <message>
        <source>%1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2  %3</source>
        <translation>%1 %2  %3</translation>
    </message>
    <message>
        <source>%1 %2 · %3</source>
        <translation>%1 %2 · %3</translation>
    </message>
    <message>
        <source>%1 %2, %3 MB, under another password</source>
        <translation>%1 %2，%3 MB，用的是另一个密码</translation>
    </message>
    <message numerus="yes">
        <source>%1 %2, %n customer(s), %3 MB</source>
        <translation><numerusform>%1 %2，%n 位客户，%3 MB</numerusform></translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 (customers: %2, purchases: %3)</source>
        <translation>%1（客户 %2 位，购买 %3 笔）</translation>
    </message>
    <message>
        <source>%1 (done)</source>
        <translation>%1（已完成）</translation>
    </message>
    <message>
        <source>%1 (it was put into the note)</source>
        <translation>%1（已放进备注）</translation>
    </message>
    <message>
        <source>%1 (never in %2)</source>
        <translation>%1（%2年内没有这一天）</translation>
    </message>
    <message>
        <source>%1 (put off to %2)</source>
        <translation>%1（推迟到 %2）</translation>
    </message>
    <message>
        <source>%1 (the first of two times in %2)</source>
        <translation>%1（%2年有两次，这是第一次）</translation>
    </message>
    <message>
        <source>%1 (the second time in %2)</source>
        <translation>%1（%2年第二次）</translation>
    </message>
    <message>
        <source>%1 +%2</source>
        <translation>%1 +%2</translation>
    </message>
    <message>
        <source>%1 = %2</source>
        <translation>%1 = %2</translation>
    </message>
    <message>
        <source>%1 If you find it, put it back or open it; if it was deleted, bring back a copy.</source>
        <translation>%1如果找到了，请放回原处或直接打开；如果已被删除，请恢复一个副本。</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 The old file is kept: %2</source>
        <translation>%1原来的文件保留在：%2</translation>
    </message>
    <message>
        <source>%1 Try “%2 --help”.</source>
        <translation>%1请看“%2 --help”。</translation>
    </message>
    <message>
        <source>%1 and others</source>
        <translation>%1 等</translation>
    </message>
    <message>
        <source>%1 as of %2, replaced</source>
        <translation>%1 %2 时被替换</translation>
    </message>
    <message>
        <source>%1 before restore %2</source>
        <translation>%1 恢复前 %2</translation>
    </message>
    <message>
        <source>%1 calendar.ics</source>
        <translation>%1日历.ics</translation>
    </message>
    <message>
        <source>%1 days ago</source>
        <translation>%1 天前</translation>
    </message>
    <message>
        <source>%1 days from the first visit to the last, divided by %2 intervals</source>
        <translation>从第一次到最近一次到店共 %1 天，除以 %2 个间隔</translation>
    </message>
    <message>
        <source>%1 ext. %2</source>
        <translation>%1 转 %2</translation>
    </message>
    <message>
        <source>%1 has no phone number yet.</source>
        <translation>%1 还没有电话。</translation>
    </message>
    <message>
        <source>%1 holds all this already and was left as it is.</source>
        <translation>%1 的内容已是最新，没有改动。</translation>
    </message>
    <message>
        <source>%1 is due to come again</source>
        <translation>%1 该来了</translation>
    </message>
    <message>
        <source>%1 is written in codes (%2). Taken for: %3. Is that right?</source>
        <translation>“%2”一列的%1是代号，猜的是：%3。对吗？</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 条</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 on %3</source>
        <translation>%2 的%1，%3</translation>
    </message>
    <message>
        <source>%1 of it was given back already.</source>
        <translation>其中 %1 已经退了。</translation>
    </message>
    <message>
        <source>%1 recovered</source>
        <translation>%1 抢救</translation>
    </message>
    <message>
        <source>%1 rejected</source>
        <translation>%1 被拒绝的行</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 was paid, %2 of it can still be given back.</source>
        <translation>付了 %1，还可退 %2。</translation>
    </message>
    <message>
        <source>%1 whole %2</source>
        <translation>%1 整店 %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n year(s)</source>
        <translation><numerusform>%1 · %n 周年</numerusform></translation>
    </message>
    <message>
        <source>%1 · as of %2</source>
        <translation>%1 · 截至 %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 · every %n day(s) on average</source>
        <translation><numerusform>%1 · 平均 %n 天一次</numerusform></translation>
    </message>
    <message>
        <source>%1 · next %2 (%3)</source>
        <translation>%1 · 下次 %2（%3）</translation>
    </message>
    <message>
        <source>%1 · turning %2</source>
        <translation>%1 · %2 岁</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1 × %2 mm</source>
        <translation>%1 × %2 毫米</translation>
    </message>
    <message>
        <source>%1 × %2 · %3</source>
        <translation>%1 × %2 · %3</translation>
    </message>
    <message>
        <source>%1 — CRM Desktop</source>
        <translation>%1 — CRM Desktop</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 − %2 discount</source>
        <translation>%1 − 优惠 %2</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n day(s) ahead</source>
        <translation><numerusform>%1（提前 %n 天）</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n year(s)</source>
        <translation><numerusform>%1 %n 周年</numerusform></translation>
    </message>
    <message>
        <source>%1, refunds %2</source>
        <translation>%1，退款 %2</translation>
    </message>
    <message>
        <source>%1, turning %2: %3</source>
        <translation>%1，满%2岁：%3</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1. Could not be put back: %2 (%3)</source>
        <translation>%1。未能恢复的有 %2 项（%3）</translation>
    </message>
    <message>
        <source>%1. Edited since and left as they are: %2 (%3)</source>
        <translation>%1。之后改过、保持原样的有 %2 项（%3）</translation>
    </message>
    <message>
        <source>%1. Look it over before you send it: %2</source>
        <translation>%1。发送前请看一眼：%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>%1: %2 · %3</source>
        <translation>%1：%2 · %3</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n thing(s) to do today</source>
        <translation><numerusform>%1：今天有 %n 件事</numerusform></translation>
    </message>
    <message>
        <source>%1: a guess. Please look.</source>
        <translation>%1：是猜的，请看一下对不对。</translation>
    </message>
    <message>
        <source>%1: read %2, in doubt %3, lost %4</source>
        <translation>%1：读出 %2，存疑 %3，丢失 %4</translation>
    </message>
    <message>
        <source>%1: reminders are paused until tomorrow</source>
        <translation>%1：提醒已暂停到明天</translation>
    </message>
    <message>
        <source>%1: “%2” is none of %3.</source>
        <translation>%1：“%2”不在这些之中：%3。</translation>
    </message>
    <message>
        <source>%1: “%2” is not a moment like 2026-11-23T08:59:50.</source>
        <translation>%1：“%2”不是 2026-11-23T08:59:50 这样的时间。</translation>
    </message>
    <message>
        <source>%1; closed: %2</source>
        <translation>%1；休息：%2</translation>
    </message>
    <message>
        <source>%1; there is no such day %2, so %3</source>
        <translation>%1，%2没有这一天，按%3</translation>
    </message>
    <message>
        <source>%1; what fell due is not told yet</source>
        <translation>%1；到期的事项还没有提醒</translation>
    </message>
    <message>
        <source>%1; what fell due was told at %2</source>
        <translation>%1；到期的事项已在 %2 提醒</translation>
    </message>
    <message>
        <source>%1’s purchase of %2</source>
        <translation>%1 %2 的购买</translation>
    </message>
    <message>
        <source>%1…</source>
        <translation>%1…</translation>
    </message>
    <message>
        <source>%2, %1</source>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n birthday(s)</source>
        <translation><numerusform>%n 个生日</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n birthday(s) selected</source>
        <translation><numerusform>选中 %n 个生日</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came. Who it was, you see here once the shop is open.</source>
        <translation><numerusform>有 %n 个来电。打开店铺后，这里显示是谁打来的。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that only this copy has</source>
        <translation><numerusform>只有这份备份里有的 %n 项改动</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that this copy does not have</source>
        <translation><numerusform>这份备份里没有的 %n 项改动</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) without a password: whoever finds one can read it.</source>
        <translation><numerusform>有 %n 份备份没有密码：谁捡到都能看。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation><numerusform>%n 位</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) added since would be gone</source>
        <translation><numerusform>之后新增的 %n 位客户会没有了</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) changed since would be as they were</source>
        <translation><numerusform>之后改过的 %n 位客户会恢复原样</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) found</source>
        <translation><numerusform>找到 %n 位客户</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) have this number</source>
        <translation><numerusform>%n 位客户用这个号码</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) selected</source>
        <translation><numerusform>已选 %n 位</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) without an address left out</source>
        <translation><numerusform>%n 位没有地址，未打印</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation><numerusform>%n 天</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) after it is done</source>
        <translation><numerusform>完成后 %n 天</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation><numerusform>%n 天前</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) away</source>
        <translation><numerusform>%n 天没来</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation><numerusform>逾期 %n 天</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted customer(s) would be back</source>
        <translation><numerusform>删除了的 %n 位客户会回来</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted follow-up(s) would be back</source>
        <translation><numerusform>删除了的 %n 条跟进会回来</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted purchase(s) would be back</source>
        <translation><numerusform>删除了的 %n 笔购买会回来</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n follow-up(s) noted since would be gone</source>
        <translation><numerusform>之后记下的 %n 条跟进会没有了</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n further row(s) could not be imported: too many to be kept here. Mend them in the file itself, and import it again.</source>
        <translation><numerusform>另有 %n 行没有导入，数量太多，这里存不下。请直接在原文件里改好，再导入一次。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) being told</source>
        <translation><numerusform>正在提醒 %n 条</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the history belong to a change that is not there.</source>
        <translation><numerusform>历史中有 %n 行所属的修改已经不在了。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the history cannot be read.</source>
        <translation><numerusform>历史中有 %n 行读不出来。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) told</source>
        <translation><numerusform>提醒了 %n 条</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n lines, %1</source>
        <translation><numerusform>%n 行共 %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) after it is done</source>
        <translation><numerusform>完成后 %n 个月</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation><numerusform>%n 个月前</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation><numerusform>还有 %n 条</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) sent to the printer</source>
        <translation><numerusform>已把 %n 页送到打印机</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) written to %1</source>
        <translation><numerusform>已把 %n 页写入 %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the encrypted file are not what was written there.</source>
        <translation><numerusform>加密文件中有 %n 处与写入时不同。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the file are not what they were when the shop was last closed.</source>
        <translation><numerusform>文件中有 %n 处与上次关闭店铺时不同。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s)</source>
        <translation><numerusform>%n 笔</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s) of %1, less refunds of %2</source>
        <translation><numerusform>%n 笔共 %1，减去退款 %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s) recorded since would be gone</source>
        <translation><numerusform>之后记下的 %n 笔购买会没有了</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) could not be imported. Mend them here, or save them as a workbook.</source>
        <translation><numerusform>有 %n 行没能导入。可以在这里改好再导入，或者存成表格。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of “%1” belong to something that is not there.</source>
        <translation><numerusform>“%1”中有 %n 行所属的内容已经不在了。</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1</source>
        <translation><numerusform>已把 %n 行写入 %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation><numerusform>已选 %n 笔</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) · %1</source>
        <translation><numerusform>来过 %n 次 · %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s), %1 in all, last on %2</source>
        <translation><numerusform>来过 %n 次，共 %1，上次 %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) after it is done</source>
        <translation><numerusform>完成后 %n 周</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) after it is done</source>
        <translation><numerusform>完成后 %n 年</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) ago</source>
        <translation><numerusform>%n 年前</numerusform></translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>(no name)</source>
        <translation>（未填姓名）</translation>
    </message>
    <message>
        <source>+ Date</source>
        <translation>+ 纪念日</translation>
    </message>
    <message>
        <source>+ Line</source>
        <translation>+ 一行</translation>
    </message>
    <message>
        <source>+ New customer “%1”</source>
        <translation>+ 新客户“%1”</translation>
    </message>
    <message>
        <source>+ Tag</source>
        <translation>+ 标签</translation>
    </message>
    <message>
        <source>+ another phone</source>
        <translation>+ 再加一个电话</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>--customers: “%1” is no list of customers' numbers, such as 12,57.</source>
        <translation>--customers：“%1”不是客户编号的列表，例如 12,57。</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 周</translation>
    </message>
    <message>
        <source>10th month</source>
        <translation>十月</translation>
    </message>
    <message>
        <source>11th month</source>
        <translation>冬月</translation>
    </message>
    <message>
        <source>12 months</source>
        <translation>12 个月</translation>
    </message>
    <message>
        <source>12th month</source>
        <translation>腊月</translation>
    </message>
    <message>
        <source>1988-3-5, 3-5 or 农历八月十五</source>
        <translation>1988-3-5、3-5 或 农历八月十五</translation>
    </message>
    <message>
        <source>1st month</source>
        <translation>正月</translation>
    </message>
    <message>
        <source>2nd month</source>
        <translation>二月</translation>
    </message>
    <message>
        <source>3 days</source>
        <translation>3 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 天</translation>
    </message>
    <message>
        <source>3rd month</source>
        <translation>三月</translation>
    </message>
    <message>
        <source>4th month</source>
        <translation>四月</translation>
    </message>
    <message>
        <source>5-20, 2015-5-20 or lunar 8-15</source>
        <translation>5-20、2015-5-20 或 农历八月十五</translation>
    </message>
    <message>
        <source>5th month</source>
        <translation>五月</translation>
    </message>
    <message>
        <source>6th month</source>
        <translation>六月</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>7th month</source>
        <translation>七月</translation>
    </message>
    <message>
        <source>8th month</source>
        <translation>八月</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 天</translation>
    </message>
    <message>
        <source>9th month</source>
        <translation>九月</translation>
    </message>
    <message>
        <source>= %1</source>
        <translation>= %1</translation>
    </message>
    <message>
        <source>A .vcf file holds customers and nothing else. Use .xlsx, .csv or .json for this list.</source>
        <translation>.vcf 文件只能放客户。这份清单请用 .xlsx、.csv 或 .json。</translation>
    </message>
    <message>
        <source>A backup is made first; then it is done.</source>
        <translation>先做一份备份，然后再改。</translation>
    </message>
    <message>
        <source>A calendar is an .ics file. Give “%1” that ending.</source>
        <translation>日历是 .ics 文件。请给“%1”加上这个后缀。</translation>
    </message>
    <message numerus="yes">
        <source>A cell of a workbook holds 32,767 characters: %n cell(s) had more and were cut (%1). A .csv or .json file holds them whole.</source>
        <translation><numerusform>工作簿的一个单元格最多 32,767 个字：有 %n 个单元格超出，已截断（%1）。存为 .csv 或 .json 可以完整保留。</numerusform></translation>
    </message>
    <message>
        <source>A closed day is a date, such as 2026-10-01.</source>
        <translation>休息日要写成日期，例如 2026-10-01。</translation>
    </message>
    <message>
        <source>A code has at most %1 characters.</source>
        <translation>编码最多 %1 个字符。</translation>
    </message>
    <message>
        <source>A copy of the shop as it is now is made first, and its file stays beside the new one.</source>
        <translation>替换之前会先给现在的店铺做一份备份，原来的文件也会保留在旁边。</translation>
    </message>
    <message>
        <source>A customer was typed in and is not saved.</source>
        <translation>有一位客户填了还没保存。</translation>
    </message>
    <message>
        <source>A customer's name</source>
        <translation>客户姓名</translation>
    </message>
    <message>
        <source>A date…</source>
        <translation>选日期…</translation>
    </message>
    <message>
        <source>A day between 1900 and 2100 is needed.</source>
        <translation>日期应在 1900 到 2100 年之间。</translation>
    </message>
    <message>
        <source>A demo shop's day lies between %1 and %2.</source>
        <translation>演示店铺的日期要在 %1 和 %2 之间。</translation>
    </message>
    <message>
        <source>A discount is between 0 and the line's amount.</source>
        <translation>优惠应在 0 到这一行的金额之间。</translation>
    </message>
    <message>
        <source>A discount is between 0 and what the lines come to.</source>
        <translation>优惠应在 0 到合计金额之间。</translation>
    </message>
    <message>
        <source>A field's name has 1 to %1 characters.</source>
        <translation>字段名称为 1 至 %1 个字。</translation>
    </message>
    <message>
        <source>A file of yours</source>
        <translation>自选文件</translation>
    </message>
    <message>
        <source>A label is at least 10 mm wide and 8 mm high.</source>
        <translation>标签至少宽 10 毫米、高 8 毫米。</translation>
    </message>
    <message>
        <source>A list of</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>A lost password is a lost shop: nobody can open the file without it. Only the recovery sheet helps then.</source>
        <translation>密码丢了，店铺就打不开了：没有密码谁也打不开这个文件，到时只有恢复单能帮上忙。</translation>
    </message>
    <message>
        <source>A name and a phone in one line are enough. Everything else can come later.</source>
        <translation>一行写上姓名和电话就够了，别的以后再补。</translation>
    </message>
    <message>
        <source>A name has at most %1 characters.</source>
        <translation>名称最多 %1 个字。</translation>
    </message>
    <message>
        <source>A new customer; added when this is saved.</source>
        <translation>新客户，保存时一并添加。</translation>
    </message>
    <message>
        <source>A new follow-up comes up on its day.</source>
        <translation>新的跟进到了日子会出现在这里。</translation>
    </message>
    <message>
        <source>A newer copy of this shop was open on this laptop: “%1”, last changed %2. It cannot be reached now.</source>
        <translation>这台电脑上打开过这家店更新的副本：“%1”，最后修改于 %2。现在找不到它。</translation>
    </message>
    <message>
        <source>A note has at most %1 characters.</source>
        <translation>备注最多 %1 个字。</translation>
    </message>
    <message>
        <source>A note has at most %1 characters: the rest of this one was cut off.</source>
        <translation>备注最多 %1 个字，超出的部分没有保存。</translation>
    </message>
    <message>
        <source>A part of it is among the passwords that everybody takes.</source>
        <translation>其中一段是人人都在用的密码。</translation>
    </message>
    <message>
        <source>A part of the file cannot be read.</source>
        <translation>文件有一部分读不出来。</translation>
    </message>
    <message>
        <source>A part of the search index is damaged (%1).</source>
        <translation>搜索索引有一部分已损坏（%1）。</translation>
    </message>
    <message>
        <source>A part of the shop is missing: %1.</source>
        <translation>店铺文件缺了一部分：%1。</translation>
    </message>
    <message>
        <source>A password has at most %1 characters.</source>
        <translation>密码最多 %1 个字。</translation>
    </message>
    <message>
        <source>A photo</source>
        <translation>一张照片</translation>
    </message>
    <message>
        <source>A photo has at most 2 MB. Make it smaller and try again.</source>
        <translation>照片最大 2 MB。请缩小后再试。</translation>
    </message>
    <message>
        <source>A price is between 0 and ten billion.</source>
        <translation>价格应在 0 到一百亿之间。</translation>
    </message>
    <message>
        <source>A priority is low, normal or high.</source>
        <translation>优先级是低、普通或高。</translation>
    </message>
    <message>
        <source>A product's name has 1 to %1 characters.</source>
        <translation>商品名称要有 1 到 %1 个字。</translation>
    </message>
    <message>
        <source>A purchase has at most %1 lines.</source>
        <translation>一笔购买最多 %1 行。</translation>
    </message>
    <message>
        <source>A purchase in a few keys</source>
        <translation>几个键记一笔</translation>
    </message>
    <message>
        <source>A purchase lies in the past, or is of today.</source>
        <translation>购买日期应是今天或以前。</translation>
    </message>
    <message>
        <source>A quantity is more than 0 and at most ten million.</source>
        <translation>数量要大于 0，最多一千万。</translation>
    </message>
    <message>
        <source>A quotation mark of this row has no partner. The row was read as if it had none: look whether its columns are right.</source>
        <translation>这一行的引号没有成对。已当作没有引号读取，请检查各列是否正确。</translation>
    </message>
    <message>
        <source>A refund is money given back: its amount is negative.</source>
        <translation>退款是退回的钱，金额应为负数。</translation>
    </message>
    <message>
        <source>A region is two capital letters, such as CN.</source>
        <translation>地区是两个大写字母，例如 CN。</translation>
    </message>
    <message>
        <source>A repeat is every 1 to %1 days, weeks, months or years</source>
        <translation>重复间隔是 1 到 %1 天、周、月或年</translation>
    </message>
    <message>
        <source>A row for each thing bought</source>
        <translation>每样商品一行</translation>
    </message>
    <message>
        <source>A row for each thing bought is for purchases, in a table.</source>
        <translation>每样商品一行只用于购买记录的表格。</translation>
    </message>
    <message>
        <source>A sheet has 1 to %1 labels.</source>
        <translation>一张纸上可有 1 到 %1 个标签。</translation>
    </message>
    <message>
        <source>A sheet holds at most %1 rows, and this list has more. Filter it, or write .csv.</source>
        <translation>一张工作表最多 %1 行，这份列表超出了。请先筛选，或者写成 .csv。</translation>
    </message>
    <message>
        <source>A sheet of paper with a code that opens the shop when the password is forgotten. It belongs where the papers of the shop are kept, and not beside the laptop.</source>
        <translation>一张印有恢复码的纸，忘记密码时凭它打开店铺。请和店里的证照文件放在一起，不要放在电脑旁边。</translation>
    </message>
    <message>
        <source>A sheet of these labels has places 1 to %1.</source>
        <translation>这种标签纸的位置是 1 到 %1。</translation>
    </message>
    <message>
        <source>A small shop's customers in one file on one laptop.</source>
        <translation>一家小店的客户，一台电脑上的一个文件。</translation>
    </message>
    <message>
        <source>A small shop's customers in one file.</source>
        <translation>一个文件装下小店的全部客户。</translation>
    </message>
    <message>
        <source>A tag has 1 to %1 characters.</source>
        <translation>标签为 1 至 %1 个字。</translation>
    </message>
    <message>
        <source>A tea shop with 300 made-up customers, to try everything in. Your own shop stays as it is.</source>
        <translation>一家茶叶店，300 位虚构的客户，什么都可以试。您自己的店铺原样不动。</translation>
    </message>
    <message>
        <source>A telephone program on this computer that can run a command when a call comes has this program show who it is. Give it this command, with the caller's number in the place of NUMBER, as the telephone program writes it.</source>
        <translation>这台电脑上的电话软件如果能在来电时运行命令，就可以让本软件显示是谁打来的。把下面的命令填进电话软件，其中 NUMBER 换成来电号码，写法照电话软件的说明。</translation>
    </message>
    <message>
        <source>A text has at most %1 characters.</source>
        <translation>一条祝福最多 %1 个字。</translation>
    </message>
    <message>
        <source>A unit has at most %1 characters.</source>
        <translation>单位最多 %1 个字。</translation>
    </message>
    <message>
        <source>A view's name has 1 to %1 characters.</source>
        <translation>视图名称为 1 至 %1 个字。</translation>
    </message>
    <message>
        <source>A wedding, a membership or another day to remember each year</source>
        <translation>结婚、入会或其他每年要记得的日子</translation>
    </message>
    <message>
        <source>A whole shop</source>
        <translation>整个店</translation>
    </message>
    <message>
        <source>A whole shop is handed over as .xlsx or .json: give the file one of these endings.</source>
        <translation>整个店只能导出为 .xlsx 或 .json，请用其中一种结尾命名。</translation>
    </message>
    <message>
        <source>About CRM Desktop</source>
        <translation>关于 CRM Desktop</translation>
    </message>
    <message>
        <source>About the day</source>
        <translation>关于哪一天</translation>
    </message>
    <message>
        <source>About this file</source>
        <translation>关于这个文件</translation>
    </message>
    <message>
        <source>About this list</source>
        <translation>关于此列表</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账号</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>每行个数</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add another word that has nothing to do with the others.</source>
        <translation>再加一个和前面不相干的词。</translation>
    </message>
    <message>
        <source>Add tag</source>
        <translation>加标签</translation>
    </message>
    <message>
        <source>Add tag…</source>
        <translation>加标签…</translation>
    </message>
    <message>
        <source>Add the first customer</source>
        <translation>添加第一位客户</translation>
    </message>
    <message>
        <source>Added customer %1</source>
        <translation>添加了客户 %1</translation>
    </message>
    <message>
        <source>Added the %1 of %2</source>
        <translation>已添加 %2 的%1</translation>
    </message>
    <message>
        <source>Added the field “%1”</source>
        <translation>添加了字段“%1”</translation>
    </message>
    <message>
        <source>Added the product “%1”</source>
        <translation>添加商品“%1”</translation>
    </message>
    <message>
        <source>Adding up purchases</source>
        <translation>正在汇总购买</translation>
    </message>
    <message>
        <source>Adding up…</source>
        <translation>正在汇总…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Address labels</source>
        <translation>地址标签</translation>
    </message>
    <message numerus="yes">
        <source>Address labels of %n customer(s)</source>
        <translation><numerusform>%n 位客户的地址标签</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Address labels of the %n selected</source>
        <translation><numerusform>所选 %n 位的地址标签</numerusform></translation>
    </message>
    <message>
        <source>Age</source>
        <translation>岁数</translation>
    </message>
    <message>
        <source>Alipay</source>
        <translation>支付宝</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>All columns as at first</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>All copies are on this computer: its disk may die, or the computer be stolen. Choose a stick, or a folder that is kept elsewhere too.</source>
        <translation>所有备份都在这台电脑上：硬盘可能损坏，电脑也可能被偷。请选择一个 U 盘，或会同步到别处的文件夹。</translation>
    </message>
    <message>
        <source>All customers</source>
        <translation>全部客户</translation>
    </message>
    <message>
        <source>All dealt with.</source>
        <translation>都处理好了。</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>All of it was given back already.</source>
        <translation>这笔已经全部退完了。</translation>
    </message>
    <message>
        <source>All open</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>All rows shown (%1)</source>
        <translation>列表中的所有行（%1）</translation>
    </message>
    <message>
        <source>All that was planned for today is done.</source>
        <translation>今天安排的都做完了。</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>All: %1</source>
        <translation>全部：%1</translation>
    </message>
    <message>
        <source>Already here: %1</source>
        <translation>已有客户：%1</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>An .ics file holds birthdays or follow-ups. Use .xlsx, .csv or .json for this list.</source>
        <translation>.ics 文件只能放生日或跟进。这份清单请用 .xlsx、.csv 或 .json。</translation>
    </message>
    <message>
        <source>An amount is at most ten billion.</source>
        <translation>金额最多一百亿。</translation>
    </message>
    <message>
        <source>An offer has at most %1 characters.</source>
        <translation>优惠内容最多 %1 个字。</translation>
    </message>
    <message>
        <source>An outcome has at most %1 characters.</source>
        <translation>结果最多 %1 个字。</translation>
    </message>
    <message numerus="yes">
        <source>And %n more copy(s)</source>
        <translation><numerusform>另有 %n 份备份</numerusform></translation>
    </message>
    <message>
        <source>And to the second place: %1</source>
        <translation>第二个地方也存了一份：%1</translation>
    </message>
    <message>
        <source>Anniversaries</source>
        <translation>纪念日</translation>
    </message>
    <message>
        <source>Anniversaries of a first purchase</source>
        <translation>首次购买周年</translation>
    </message>
    <message>
        <source>Anniversary</source>
        <translation>纪念日</translation>
    </message>
    <message>
        <source>Announce birthdays so many days ahead</source>
        <translation>提前几天提醒生日</translation>
    </message>
    <message>
        <source>Another day</source>
        <translation>其他日子</translation>
    </message>
    <message>
        <source>Another password</source>
        <translation>密码不同</translation>
    </message>
    <message>
        <source>Another product has the code “%1” already.</source>
        <translation>编码“%1”已用于另一件商品。</translation>
    </message>
    <message>
        <source>Another program has emptied or deleted what CRM Desktop keeps beside “%1” while it is open, and the newest changes with it. Nothing more is saved, for that could damage the shop. Close CRM Desktop, open the shop again, look whether the newest changes are there, and keep that program out of this folder.</source>
        <translation>别的程序清空或删除了 CRM Desktop 打开“%1”时放在旁边的文件，最新的修改也随之丢失。为了不损坏店铺，现在不再保存任何内容。请关闭 CRM Desktop，重新打开店铺，看看最新的修改还在不在，并且不要让那个程序动这个文件夹。</translation>
    </message>
    <message>
        <source>Another program has “%1” open just now. Nothing was changed; close it there, then try again.</source>
        <translation>另一个程序正打开着“%1”。没有做任何修改；请先在那边关闭，再试一次。</translation>
    </message>
    <message>
        <source>Another program is writing to “%1” just now. Nothing was changed; try again in a moment.</source>
        <translation>另一个程序正在写“%1”。什么也没有改动；请稍后再试。</translation>
    </message>
    <message>
        <source>Another row of this purchase: %1</source>
        <translation>同一笔购买的另一行：%1</translation>
    </message>
    <message>
        <source>Answered reminders</source>
        <translation>已处理的提醒</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Apr %1</source>
        <translation>4月%1日</translation>
    </message>
    <message>
        <source>Apr %1, %2</source>
        <translation>%2年4月%1日</translation>
    </message>
    <message>
        <source>April %1</source>
        <translation>%1 年 4 月</translation>
    </message>
    <message>
        <source>As chosen for all</source>
        <translation>和其他行一样</translation>
    </message>
    <message>
        <source>As of %1</source>
        <translation>截至 %1</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Asking the key ring for the password</source>
        <translation>正在从系统钥匙串取密码</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助理</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>%1 来电</translation>
    </message>
    <message>
        <source>At most %1 characters fit here.</source>
        <translation>这里最多写 %1 个字。</translation>
    </message>
    <message>
        <source>Aug %1</source>
        <translation>8月%1日</translation>
    </message>
    <message>
        <source>Aug %1, %2</source>
        <translation>%2年8月%1日</translation>
    </message>
    <message>
        <source>August %1</source>
        <translation>%1 年 8 月</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to it</source>
        <translation>回去继续</translation>
    </message>
    <message>
        <source>Back to my shop</source>
        <translation>回到我的店铺</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>立即备份</translation>
    </message>
    <message>
        <source>Backup folder: %1</source>
        <translation>备份文件夹：%1</translation>
    </message>
    <message numerus="yes">
        <source>Backup made and checked: %n customer(s)</source>
        <translation><numerusform>备份已完成并检查无误：%n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>备份</translation>
    </message>
    <message numerus="yes">
        <source>Backups made in both places and checked: %n customer(s)</source>
        <translation><numerusform>两个位置都已备份并检查无误：%n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Backups that fail</source>
        <translation>备份失败</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Before a file that came in</source>
        <translation>文件自动导入之前</translation>
    </message>
    <message>
        <source>Before a large change</source>
        <translation>批量修改之前</translation>
    </message>
    <message>
        <source>Before a new version</source>
        <translation>升级之前</translation>
    </message>
    <message>
        <source>Before a restore</source>
        <translation>恢复之前</translation>
    </message>
    <message>
        <source>Before an import</source>
        <translation>导入之前</translation>
    </message>
    <message>
        <source>Begin at label</source>
        <translation>从第几个标签开始</translation>
    </message>
    <message>
        <source>Begin the day here</source>
        <translation>每天从这里开始</translation>
    </message>
    <message>
        <source>Birth day</source>
        <translation>出生日</translation>
    </message>
    <message>
        <source>Birth month</source>
        <translation>出生月</translation>
    </message>
    <message>
        <source>Birth year</source>
        <translation>出生年</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>Birthday %1 · %2</source>
        <translation>%1生日 · %2</translation>
    </message>
    <message>
        <source>Birthday greetings</source>
        <translation>生日祝福</translation>
    </message>
    <message>
        <source>Birthday in</source>
        <translation>生日在</translation>
    </message>
    <message>
        <source>Birthday list</source>
        <translation>生日列表</translation>
    </message>
    <message>
        <source>Birthday of %1</source>
        <translation>%1的生日</translation>
    </message>
    <message>
        <source>Birthday of %1 on %2</source>
        <translation>%1 的生日，%2</translation>
    </message>
    <message>
        <source>Birthday's calendar</source>
        <translation>生日历法</translation>
    </message>
    <message>
        <source>Birthdays</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>Birthdays and follow-ups</source>
        <translation>生日和跟进</translation>
    </message>
    <message>
        <source>Birthdays are announced 0 to 60 days ahead.</source>
        <translation>生日可以提前 0 至 60 天提醒。</translation>
    </message>
    <message>
        <source>Birthdays in 7 days %1</source>
        <translation>7 天内生日 %1</translation>
    </message>
    <message>
        <source>Birthdays of the next 7 days</source>
        <translation>7 天内生日</translation>
    </message>
    <message>
        <source>Born in a leap month: in years without it</source>
        <translation>闰月出生、当年没有闰月时</translation>
    </message>
    <message>
        <source>Born on 29 February: in other years</source>
        <translation>2 月 29 日出生、平年时</translation>
    </message>
    <message>
        <source>Bought by %1</source>
        <translation>客户：%1</translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n customer(s)</source>
        <translation><numerusform>找回 %n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Bring back a copy</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Bring back a copy…</source>
        <translation>恢复备份…</translation>
    </message>
    <message>
        <source>Bring back customers</source>
        <translation>找回客户</translation>
    </message>
    <message>
        <source>Bring back the copy of %1</source>
        <translation>恢复 %1 的备份</translation>
    </message>
    <message>
        <source>Bring in a sheet</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>Bring in a whole shop</source>
        <translation>导入整个店</translation>
    </message>
    <message>
        <source>Bring in a whole shop…</source>
        <translation>导入整个店…</translation>
    </message>
    <message>
        <source>Bring in by itself what is put into this folder</source>
        <translation>自动导入放进这个文件夹的文件</translation>
    </message>
    <message>
        <source>Bring in the whole shop</source>
        <translation>导入整个店铺</translation>
    </message>
    <message numerus="yes">
        <source>Bringing back %n customer(s)…</source>
        <translation><numerusform>正在找回 %n 位客户…</numerusform></translation>
    </message>
    <message>
        <source>Bringing back customers</source>
        <translation>正在找回客户</translation>
    </message>
    <message>
        <source>Bringing back the copy</source>
        <translation>正在恢复备份</translation>
    </message>
    <message>
        <source>Bringing in %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message>
        <source>Bringing in “%1”</source>
        <translation>正在导入“%1”</translation>
    </message>
    <message>
        <source>Bringing “%1” up to date</source>
        <translation>正在更新“%1”</translation>
    </message>
    <message>
        <source>Brother</source>
        <translation>兄弟</translation>
    </message>
    <message numerus="yes">
        <source>Brought back %n customer(s) from the copy of %1</source>
        <translation><numerusform>从 %1 的备份找回了 %n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Brought back customer %1 from the copy of %2</source>
        <translation>从 %2 的备份找回了客户 %1</translation>
    </message>
    <message>
        <source>Brought in by itself</source>
        <translation>自动导入</translation>
    </message>
    <message>
        <source>Brought in the whole shop from “%1” (customers: %2)</source>
        <translation>从「%1」导入了整个店（客户：%2）</translation>
    </message>
    <message numerus="yes">
        <source>Brought in the whole shop: %n customer(s)</source>
        <translation><numerusform>已导入整个店：%n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Brought in “%1” by itself</source>
        <translation>自动导入了“%1”</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>CRM Desktop is open already, but does not answer. Wait a minute and start it again. If that does not help, restart the computer. Everything that was saved is safe.</source>
        <translation>CRM Desktop 已经打开，但没有反应。请等一分钟再启动一次；如果还是不行，请重新启动电脑。已经保存的内容都完好。</translation>
    </message>
    <message>
        <source>CRM Desktop shop</source>
        <translation>CRM Desktop 店铺</translation>
    </message>
    <message>
        <source>CRM Desktop shops</source>
        <translation>CRM Desktop 店铺文件</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>Calendar (.ics)</source>
        <translation>日历（.ics）</translation>
    </message>
    <message>
        <source>Calendar file</source>
        <translation>日历文件</translation>
    </message>
    <message>
        <source>Calendar for phones</source>
        <translation>手机日历</translation>
    </message>
    <message>
        <source>Calendar for phones, as events</source>
        <translation>手机日历（日程）</translation>
    </message>
    <message>
        <source>Calendar of the birthday</source>
        <translation>生日历法</translation>
    </message>
    <message>
        <source>Calendar, as things to do</source>
        <translation>日历（待办事项）</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>打电话</translation>
    </message>
    <message>
        <source>Call back, ask how the tea was…</source>
        <translation>回访、问问茶喝得怎样……</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>来电</translation>
    </message>
    <message>
        <source>Caller · %1</source>
        <translation>来电 · %1</translation>
    </message>
    <message>
        <source>Calling %1; the number is copied.</source>
        <translation>正在呼叫 %1，号码也已复制。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>现金</translation>
    </message>
    <message numerus="yes">
        <source>Change %n more cell(s) to this</source>
        <translation><numerusform>另外 %n 格也改成这样</numerusform></translation>
    </message>
    <message>
        <source>Change all</source>
        <translation>全部改掉</translation>
    </message>
    <message>
        <source>Change it where it stands</source>
        <translation>在哪里看到，就在哪里改</translation>
    </message>
    <message>
        <source>Change list</source>
        <translation>操作列表</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>更改密码</translation>
    </message>
    <message>
        <source>Change the password…</source>
        <translation>更改密码…</translation>
    </message>
    <message>
        <source>Change this date</source>
        <translation>修改这个日子</translation>
    </message>
    <message>
        <source>Change this entry…</source>
        <translation>修改这条记录…</translation>
    </message>
    <message>
        <source>Changed a note on %1</source>
        <translation>修改了 %1 的记录</translation>
    </message>
    <message>
        <source>Changed a purchase of %1 for %2</source>
        <translation>修改%2的一笔购买 %1</translation>
    </message>
    <message>
        <source>Changed by another program</source>
        <translation>其他程序做了更改</translation>
    </message>
    <message>
        <source>Changed customer %1</source>
        <translation>修改了客户 %1</translation>
    </message>
    <message>
        <source>Changed the %1 of %2</source>
        <translation>已修改 %2 的%1</translation>
    </message>
    <message>
        <source>Changed the birthday greetings</source>
        <translation>修改了生日祝福</translation>
    </message>
    <message>
        <source>Changed the field “%1”</source>
        <translation>修改了字段“%1”</translation>
    </message>
    <message>
        <source>Changed the photo of %1</source>
        <translation>更换了 %1 的照片</translation>
    </message>
    <message>
        <source>Changed the product “%1”</source>
        <translation>修改商品“%1”</translation>
    </message>
    <message>
        <source>Changed the shop's settings</source>
        <translation>修改了店铺设置</translation>
    </message>
    <message>
        <source>Changed “%1” for %2</source>
        <translation>修改%2的跟进“%1”</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>改动</translation>
    </message>
    <message numerus="yes">
        <source>Changing %n customer(s)</source>
        <translation><numerusform>正在修改 %n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Changing many entries</source>
        <translation>正在批量修改</translation>
    </message>
    <message>
        <source>Changing the password</source>
        <translation>正在更改密码</translation>
    </message>
    <message>
        <source>Check it now</source>
        <translation>立即检查</translation>
    </message>
    <message>
        <source>Checking the copy</source>
        <translation>正在检查备份</translation>
    </message>
    <message>
        <source>Checking the file</source>
        <translation>正在检查店铺文件</translation>
    </message>
    <message>
        <source>Checking the new file</source>
        <translation>正在检查新文件</translation>
    </message>
    <message>
        <source>Checking the shop's file</source>
        <translation>正在检查店铺文件</translation>
    </message>
    <message>
        <source>Child</source>
        <translation>子女</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>可选值</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>逐个选</translation>
    </message>
    <message>
        <source>Choose 1 to %1 times of the day, such as 09:00.</source>
        <translation>请选择 1 到 %1 个提醒时间，例如 09:00。</translation>
    </message>
    <message>
        <source>Choose a copy</source>
        <translation>选择备份</translation>
    </message>
    <message>
        <source>Choose a copy of the shop</source>
        <translation>选择店铺的备份</translation>
    </message>
    <message>
        <source>Choose a customer from the list.</source>
        <translation>请从列表里选一位客户。</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a photo</source>
        <translation>选一张照片</translation>
    </message>
    <message>
        <source>Choose a photo…</source>
        <translation>选一张照片…</translation>
    </message>
    <message>
        <source>Choose a time to come.</source>
        <translation>请选择以后的时间。</translation>
    </message>
    <message>
        <source>Choose another copy…</source>
        <translation>选择其他备份…</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>选择其他文件…</translation>
    </message>
    <message>
        <source>Choose another photo…</source>
        <translation>换一张照片…</translation>
    </message>
    <message>
        <source>Choose one from the list, or empty this field for a passer-by.</source>
        <translation>请从列表里选一位；散客请清空。</translation>
    </message>
    <message>
        <source>Choose the file that is to be written.</source>
        <translation>请选择要写入的文件。</translation>
    </message>
    <message>
        <source>Choose the folder that is to be watched.</source>
        <translation>请选择自动导入的文件夹。</translation>
    </message>
    <message>
        <source>Choose the second place</source>
        <translation>选择第二个备份位置</translation>
    </message>
    <message>
        <source>Choose today or a day to come.</source>
        <translation>请选今天或以后的日子。</translation>
    </message>
    <message>
        <source>Choose what is given back, or enter an amount.</source>
        <translation>请选择退哪些商品，或填写退款金额。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Clear selection</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>Clerks</source>
        <translation>店员</translation>
    </message>
    <message>
        <source>Click to change, ✕ to remove</source>
        <translation>单击修改，✕ 去掉</translation>
    </message>
    <message>
        <source>Click to read it as something else</source>
        <translation>点一下可改成别的</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
    <message>
        <source>Close without saving</source>
        <translation>不保存并关闭</translation>
    </message>
    <message>
        <source>Close without saving?</source>
        <translation>不保存就关闭？</translation>
    </message>
    <message>
        <source>Closing the window leaves the program beside the clock, and it goes on reminding</source>
        <translation>关闭窗口后留在右下角的托盘里，继续提醒</translation>
    </message>
    <message>
        <source>Closing the window only makes it small, and the program goes on reminding</source>
        <translation>关闭窗口时只是最小化，继续提醒</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>%1 列</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns as the list shows them</source>
        <translation>与列表显示的列相同</translation>
    </message>
    <message>
        <source>Columns can be chosen for .xlsx, .csv and .json, not for “%1”.</source>
        <translation>只有 .xlsx、.csv 和 .json 可以选列，“%1”不行。</translation>
    </message>
    <message>
        <source>Comes again %1</source>
        <translation>%1 再提醒</translation>
    </message>
    <message>
        <source>Comes again at %1</source>
        <translation>%1 再提醒</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Coming days</source>
        <translation>接下来几天</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Compact rows</source>
        <translation>紧凑行距</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Comparing with the shop</source>
        <translation>正在与店里的资料比对</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Contact cards for phones (vCard 3.0)</source>
        <translation>手机通讯录名片（vCard 3.0）</translation>
    </message>
    <message>
        <source>Contact cards for phones (vCard 4.0)</source>
        <translation>手机通讯录名片（vCard 4.0）</translation>
    </message>
    <message>
        <source>Contacts and notes</source>
        <translation>联系记录</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>目录</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>备份时间</translation>
    </message>
    <message>
        <source>Copied %1</source>
        <translation>已复制 %1</translation>
    </message>
    <message numerus="yes">
        <source>Copied %n greeting(s)</source>
        <translation><numerusform>已复制 %n 条祝福</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Copied %n greeting(s), marked as greeted</source>
        <translation><numerusform>已复制 %n 条祝福，并标为已祝福</numerusform></translation>
    </message>
    <message>
        <source>Copied the greeting for %1</source>
        <translation>已复制给 %1 的祝福</translation>
    </message>
    <message>
        <source>Copied the greeting for %1, marked as greeted</source>
        <translation>已复制给 %1 的祝福，并标为已祝福</translation>
    </message>
    <message numerus="yes">
        <source>Copied the shop to %1 and checked the copy: %n customer(s)</source>
        <translation><numerusform>店铺已备份到 %1，备份检查无误：%n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy WeChat</source>
        <translation>复制微信号</translation>
    </message>
    <message>
        <source>Copy e-mail</source>
        <translation>复制邮箱</translation>
    </message>
    <message>
        <source>Copy greeting</source>
        <translation>复制祝福</translation>
    </message>
    <message>
        <source>Copy greetings</source>
        <translation>复制全部祝福</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>备份列表</translation>
    </message>
    <message>
        <source>Copy number</source>
        <translation>复制号码</translation>
    </message>
    <message>
        <source>Copy phone</source>
        <translation>复制电话</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>复制名单</translation>
    </message>
    <message>
        <source>Copy the shop to…</source>
        <translation>把店铺复制到…</translation>
    </message>
    <message>
        <source>Copying the shop to %1</source>
        <translation>正在把店铺复制到 %1</translation>
    </message>
    <message>
        <source>Could not be put back: %1</source>
        <translation>无法恢复：%1</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>起算</translation>
    </message>
    <message>
        <source>Counting the rows…</source>
        <translation>正在数行……</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>建档日期</translation>
    </message>
    <message>
        <source>Current password, or recovery code</source>
        <translation>当前密码，或恢复码</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Customer list</source>
        <translation>客户列表</translation>
    </message>
    <message>
        <source>Customer no.</source>
        <translation>客户序号</translation>
    </message>
    <message>
        <source>Customer no. %1, without a name</source>
        <translation>%1 号客户，没有姓名</translation>
    </message>
    <message>
        <source>Customer or words</source>
        <translation>客户或事项</translation>
    </message>
    <message>
        <source>Customer since</source>
        <translation>建档日期</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Customers due to come again</source>
        <translation>该来了的客户</translation>
    </message>
    <message>
        <source>Customers in doubt</source>
        <translation>存疑的客户</translation>
    </message>
    <message>
        <source>Customers in the copy</source>
        <translation>备份里的客户</translation>
    </message>
    <message>
        <source>Customers, purchases and follow-ups of a tea shop</source>
        <translation>一家茶铺的客户、购买和跟进</translation>
    </message>
    <message>
        <source>Customer…</source>
        <translation>客户…</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Dates to remember</source>
        <translation>纪念日</translation>
    </message>
    <message>
        <source>Daughter</source>
        <translation>女儿</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Days ahead</source>
        <translation>往后多少天</translation>
    </message>
    <message>
        <source>Days without a visit</source>
        <translation>未来店天数</translation>
    </message>
    <message>
        <source>Dec %1</source>
        <translation>12月%1日</translation>
    </message>
    <message>
        <source>Dec %1, %2</source>
        <translation>%2年12月%1日</translation>
    </message>
    <message>
        <source>December %1</source>
        <translation>%1 年 12 月</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete customer</source>
        <translation>删除客户</translation>
    </message>
    <message>
        <source>Delete “%1”</source>
        <translation>删除“%1”</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n customer(s)</source>
        <translation><numerusform>删除 %n 位客户</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n follow-up(s)</source>
        <translation><numerusform>删除 %n 条跟进</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n product(s)</source>
        <translation><numerusform>删除 %n 件商品</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n purchase(s)</source>
        <translation><numerusform>删除 %n 笔购买</numerusform></translation>
    </message>
    <message>
        <source>Deleted a note on %1</source>
        <translation>删除了 %1 的记录</translation>
    </message>
    <message>
        <source>Deleted a purchase of %1 for %2</source>
        <translation>删除%2的一笔购买 %1</translation>
    </message>
    <message>
        <source>Deleted customer %1</source>
        <translation>删除了客户 %1</translation>
    </message>
    <message>
        <source>Deleted the %1 of %2</source>
        <translation>已删除 %2 的%1</translation>
    </message>
    <message>
        <source>Deleted the field “%1”</source>
        <translation>删除了字段“%1”</translation>
    </message>
    <message>
        <source>Deleted the product “%1”</source>
        <translation>删除商品“%1”</translation>
    </message>
    <message>
        <source>Deleted the tag “%1”</source>
        <translation>删除了标签“%1”</translation>
    </message>
    <message>
        <source>Deleted the view “%1”</source>
        <translation>删除了视图“%1”</translation>
    </message>
    <message>
        <source>Deleted “%1” for %2</source>
        <translation>删除%2的跟进“%1”</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n customer(s)</source>
        <translation><numerusform>正在删除 %n 位客户</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n follow-up(s)</source>
        <translation><numerusform>正在删除 %n 条跟进</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n purchase(s)</source>
        <translation><numerusform>正在删除 %n 笔购买</numerusform></translation>
    </message>
    <message>
        <source>Did “%1” for %2</source>
        <translation>完成%2的跟进“%1”</translation>
    </message>
    <message>
        <source>Did “%1” for %2; next on %3</source>
        <translation>完成%2的跟进“%1”，下次 %3</translation>
    </message>
    <message>
        <source>Digits of this phone are hidden: it was kept as it is, and tells nobody apart.</source>
        <translation>这个电话隐去了几位数字：原样保留，不用来辨认客户。</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>优惠</translation>
    </message>
    <message>
        <source>Discount on all</source>
        <translation>整单优惠</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>完成日期</translation>
    </message>
    <message>
        <source>Done, and plan the next</source>
        <translation>完成并安排下次</translation>
    </message>
    <message>
        <source>Done, and the next</source>
        <translation>完成并安排下次</translation>
    </message>
    <message>
        <source>Done, next</source>
        <translation>完成并安排下次</translation>
    </message>
    <message>
        <source>Double-click a cell to change it, as in a spreadsheet. The right mouse button shows what else can be done; beside the list stands everything about the customer.</source>
        <translation>双击一格就能改，和表格一样。点右键看还能做什么；列表旁边是这位客户的全部情况。</translation>
    </message>
    <message>
        <source>Double-click a tag to rename it. A deleted tag is taken from everyone; Undo brings it back.</source>
        <translation>双击标签可改名。删除后会从所有客户身上去掉，可以撤销。</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>每列个数</translation>
    </message>
    <message>
        <source>Draw the edges</source>
        <translation>打印标签边线</translation>
    </message>
    <message>
        <source>Drawing the pages</source>
        <translation>正在生成页面</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期日</translation>
    </message>
    <message>
        <source>Due on %1</source>
        <translation>到期日 %1</translation>
    </message>
    <message>
        <source>Due on %1, put off to %2</source>
        <translation>到期日 %1，推迟到 %2</translation>
    </message>
    <message>
        <source>Due time</source>
        <translation>具体时间</translation>
    </message>
    <message>
        <source>Due to come again</source>
        <translation>该来了</translation>
    </message>
    <message>
        <source>Due to come again %1</source>
        <translation>该来了 %1</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Due today %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>E-mails</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Each day's reminders are listed here: when they were shown, and why not where they were not.</source>
        <translation>每天的提醒都记在这里：什么时候提醒过，没提醒的是为什么。</translation>
    </message>
    <message>
        <source>Earlier call: %1</source>
        <translation>上一个来电：%1</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit customer</source>
        <translation>编辑客户</translation>
    </message>
    <message>
        <source>Edit follow-up</source>
        <translation>编辑跟进</translation>
    </message>
    <message>
        <source>Edit purchase</source>
        <translation>编辑购买</translation>
    </message>
    <message>
        <source>Either a new password or --remove: both were given.</source>
        <translation>新密码和 --remove 只能选一个：两个都给了。</translation>
    </message>
    <message>
        <source>Enter a date such as 2026-11-21.</source>
        <translation>请输入日期，如 2026-11-21。</translation>
    </message>
    <message>
        <source>Enter a day, such as 10-1, and for several the last of them, too.</source>
        <translation>请填一个日期，如 10-1；几天连休时再填最后一天。</translation>
    </message>
    <message>
        <source>Enter a name or a phone number.</source>
        <translation>请填写姓名或电话。</translation>
    </message>
    <message>
        <source>Enter a price or an amount; 0 for a gift.</source>
        <translation>请填单价或金额；赠送请填 0。</translation>
    </message>
    <message>
        <source>Enter amounts such as 100 or 99.50.</source>
        <translation>请输入金额，如 100 或 99.50。</translation>
    </message>
    <message>
        <source>Enter an amount, or what was bought.</source>
        <translation>请填写金额，或买了什么。</translation>
    </message>
    <message>
        <source>Enter mends a cell · right click for more</source>
        <translation>回车修改一格 · 右键更多</translation>
    </message>
    <message>
        <source>Enter numbers of days, such as 7, 3, 0.</source>
        <translation>请输入天数，如 7、3、0。</translation>
    </message>
    <message>
        <source>Enter the amount to give back.</source>
        <translation>请填要退的金额。</translation>
    </message>
    <message>
        <source>Enter what can be chosen, one on each line.</source>
        <translation>请填写可选的内容，每行一个。</translation>
    </message>
    <message>
        <source>Enter 男, 女, male or female, or leave it empty.</source>
        <translation>请填写 男 或 女，或留空。</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>每</translation>
    </message>
    <message>
        <source>Every customer of the copy is in the shop.</source>
        <translation>备份里的客户店里都有。</translation>
    </message>
    <message>
        <source>Everything can be undone, an import as a whole too, and tomorrow still: Ctrl+Z. A backup is made every day. These tips and all the rest are in the menu at the right end.</source>
        <translation>什么都能撤销（Ctrl+Z），整次导入也行，明天再撤也行。每天自动备份。这些小提示和其余的都在右上角的菜单里。</translation>
    </message>
    <message>
        <source>Everything saved before is safe, and you can go on working. The report below names places in the program and none of your customers; please send it to whoever looks after the program for you.</source>
        <translation>之前保存的内容都是安全的，您可以继续使用。下面的报告只写了程序里的位置，没有任何客户信息；请把它发给帮您维护程序的人。</translation>
    </message>
    <message>
        <source>Everything was recovered</source>
        <translation>全部内容都已读出</translation>
    </message>
    <message>
        <source>Excel workbook</source>
        <translation>Excel 工作簿</translation>
    </message>
    <message>
        <source>Excel workbook, a sheet for each table</source>
        <translation>Excel 表格，每类一张工作表</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export with choices…</source>
        <translation>按选择导出…</translation>
    </message>
    <message>
        <source>Exported on %1</source>
        <translation>导出于 %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>正在导出 %1</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>Father</source>
        <translation>父亲</translation>
    </message>
    <message>
        <source>Fax</source>
        <translation>传真</translation>
    </message>
    <message>
        <source>Feb %1</source>
        <translation>2月%1日</translation>
    </message>
    <message>
        <source>Feb %1, %2</source>
        <translation>%2年2月%1日</translation>
    </message>
    <message>
        <source>February %1</source>
        <translation>%1 年 2 月</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>Field for “%1”</source>
        <translation>“%1”对应的字段</translation>
    </message>
    <message>
        <source>Field list</source>
        <translation>字段列表</translation>
    </message>
    <message>
        <source>Field name</source>
        <translation>字段名</translation>
    </message>
    <message>
        <source>Field no.</source>
        <translation>字段序号</translation>
    </message>
    <message>
        <source>Field to fill in</source>
        <translation>要填的栏目</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Fill in</source>
        <translation>填上</translation>
    </message>
    <message>
        <source>Fill in where empty</source>
        <translation>空着的统一填</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter by</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Find anew</source>
        <translation>重新识别</translation>
    </message>
    <message>
        <source>Find anybody in a moment</source>
        <translation>一下子找到人</translation>
    </message>
    <message>
        <source>First closed day</source>
        <translation>休息的第一天</translation>
    </message>
    <message>
        <source>First purchase</source>
        <translation>首次购买</translation>
    </message>
    <message>
        <source>First purchase of %1, remembered on %2</source>
        <translation>%1 的首次购买周年，%2</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>首次来店</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>Follow-up for %1, due on %2</source>
        <translation>%1 的跟进，%2 到期</translation>
    </message>
    <message>
        <source>Follow-up list</source>
        <translation>跟进列表</translation>
    </message>
    <message>
        <source>Follow-ups</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>For a till or another program on this computer: a spreadsheet or contact card that it puts there comes into this shop and is then moved to the subfolder “Imported”; Today tells what came in.</source>
        <translation>给收银机或本电脑上的其他程序用：放到里面的表格或通讯录会自动导入这家店，然后移到子文件夹“已导入”，“今日”页会告诉您导入了什么。</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Found by “%1”</source>
        <translation>按“%1”查找</translation>
    </message>
    <message>
        <source>Fr</source>
        <translation>五</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>星期五</translation>
    </message>
    <message>
        <source>Friend</source>
        <translation>朋友</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>%1 起</translation>
    </message>
    <message>
        <source>From the days before</source>
        <translation>前些天的</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>自定日期</translation>
    </message>
    <message>
        <source>From – to…</source>
        <translation>自定日期…</translation>
    </message>
    <message>
        <source>Gap across, mm</source>
        <translation>左右间隔（毫米）</translation>
    </message>
    <message>
        <source>Gap down, mm</source>
        <translation>上下间隔（毫米）</translation>
    </message>
    <message>
        <source>Gender</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Given name</source>
        <translation>名</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on with the reminders</source>
        <translation>继续提醒</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>好</translation>
    </message>
    <message>
        <source>Greeted</source>
        <translation>已祝福</translation>
    </message>
    <message>
        <source>Greeted %1 for the birthday</source>
        <translation>祝福了 %1 的生日</translation>
    </message>
    <message>
        <source>Greeting</source>
        <translation>祝福</translation>
    </message>
    <message>
        <source>Greeting copied, marked as greeted</source>
        <translation>祝福已复制，记为已祝福</translation>
    </message>
    <message>
        <source>Greeting templates</source>
        <translation>祝福模板</translation>
    </message>
    <message>
        <source>Greeting texts</source>
        <translation>祝福列表</translation>
    </message>
    <message>
        <source>Greetings…</source>
        <translation>生日祝福…</translation>
    </message>
    <message>
        <source>Hand over the whole shop</source>
        <translation>导出整个店</translation>
    </message>
    <message>
        <source>Hand over the whole shop…</source>
        <translation>导出整个店…</translation>
    </message>
    <message>
        <source>Has “%1”</source>
        <translation>含“%1”</translation>
    </message>
    <message numerus="yes">
        <source>Have a look at %n customer(s): something of theirs may be wrong or missing</source>
        <translation><numerusform>请核对 %n 位客户：他们的资料可能有错或不全</numerusform></translation>
    </message>
    <message>
        <source>Headings in row</source>
        <translation>表头在第几行</translation>
    </message>
    <message>
        <source>Height, mm</source>
        <translation>标签高（毫米）</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Help page</source>
        <translation>帮助内容</translation>
    </message>
    <message>
        <source>Hide panel</source>
        <translation>收起详情</translation>
    </message>
    <message>
        <source>Hide this panel</source>
        <translation>收起详情</translation>
    </message>
    <message>
        <source>Hide what is typed</source>
        <translation>隐藏输入的内容</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>How it reads</source>
        <translation>客户收到的样子</translation>
    </message>
    <message>
        <source>How it repeats was not understood. It was put beside what is to be done.</source>
        <translation>没看懂怎么重复，已写在要做的事旁边。</translation>
    </message>
    <message>
        <source>If this copy takes the shop's place</source>
        <translation>如果用这份备份替换店铺</translation>
    </message>
    <message>
        <source>If you close this, it comes again %1</source>
        <translation>关闭后，%1 再提醒</translation>
    </message>
    <message>
        <source>If you close this, it comes again at %1</source>
        <translation>关闭后，%1 再提醒</translation>
    </message>
    <message>
        <source>If you close this, it stays on the Today tab.</source>
        <translation>关闭后，这些仍列在“今日”里。</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
    <message numerus="yes">
        <source>Import %n purchase(s)</source>
        <translation><numerusform>导入 %n 笔</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation><numerusform>导入 %n 行</numerusform></translation>
    </message>
    <message>
        <source>Import all %1</source>
        <translation>全部导入（%1 个）</translation>
    </message>
    <message>
        <source>Import customers</source>
        <translation>导入客户</translation>
    </message>
    <message>
        <source>Import customers…</source>
        <translation>导入客户…</translation>
    </message>
    <message>
        <source>Import purchases</source>
        <translation>导入购买记录</translation>
    </message>
    <message>
        <source>Import purchases…</source>
        <translation>导入购买记录…</translation>
    </message>
    <message>
        <source>Imported customers from “%1” (new: %2, updated: %3)</source>
        <translation>从“%1”导入客户（新增 %2，更新 %3）</translation>
    </message>
    <message>
        <source>Imported follow-ups from “%1” (%2)</source>
        <translation>从“%1”导入跟进（%2 条）</translation>
    </message>
    <message>
        <source>Imported products from “%1” (new: %2, updated: %3)</source>
        <translation>从“%1”导入商品（新增 %2，更新 %3）</translation>
    </message>
    <message>
        <source>Imported purchases from “%1” (%2)</source>
        <translation>从“%1”导入购买（%2 笔）</translation>
    </message>
    <message>
        <source>Imported “%1” (new: %2, updated: %3)</source>
        <translation>已导入“%1”（新增 %2，更新 %3）</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>正在导入 %1</translation>
    </message>
    <message>
        <source>In days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>In doubt</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>In the second place</source>
        <translation>第二个备份位置</translation>
    </message>
    <message>
        <source>In the shop</source>
        <translation>在店里</translation>
    </message>
    <message>
        <source>In the shop: %1</source>
        <translation>店里已有：%1</translation>
    </message>
    <message>
        <source>In this shop, on every computer</source>
        <translation>这家店，所有电脑都一样</translation>
    </message>
    <message>
        <source>In “%1” no column for %2 was found. Its headings: %3. Rename a heading, or say with a mapping which column is which.</source>
        <translation>在“%1”里没有找到“%2”这一列。表头有：%3。请修改表头，或者指定每一列对应什么。</translation>
    </message>
    <message>
        <source>In “%1”, table %2, the entry no. %3 has something under “%4” that does not fit. Nothing was imported; mend the file, or hand the shop over anew.</source>
        <translation>「%1」的「%2」表里，第 %3 号的「%4」不对。什么都没有导入，请改好文件，或者重新导出整个店。</translation>
    </message>
    <message>
        <source>Insert:</source>
        <translation>插入：</translation>
    </message>
    <message>
        <source>It can be taken back at any later time, too, from the history; what you edit meanwhile is kept.</source>
        <translation>以后也可以随时在“历史”里整个撤销，您之后改过的内容会保留。</translation>
    </message>
    <message>
        <source>It could not be brought in yet; it is tried again every minute.</source>
        <translation>还没能导入，每分钟会再试一次。</translation>
    </message>
    <message>
        <source>It could not be brought in.</source>
        <translation>没能导入。</translation>
    </message>
    <message>
        <source>It could not be brought in. %1</source>
        <translation>没能导入。%1</translation>
    </message>
    <message>
        <source>It has another password than the shop had.</source>
        <translation>它的密码和店铺原来的不一样。</translation>
    </message>
    <message>
        <source>It holds a date. Birthdays and years are tried first.</source>
        <translation>里面有日期。别人最先试的就是生日和年份。</translation>
    </message>
    <message>
        <source>It holds a phone number, which others know. Take words that nobody connects with you.</source>
        <translation>里面有电话号码，别人也知道。请用别人不会和你联系起来的词。</translation>
    </message>
    <message>
        <source>It is among the passwords that everybody takes.</source>
        <translation>这是人人都在用的密码。</translation>
    </message>
    <message>
        <source>It is damaged.</source>
        <translation>它已损坏。</translation>
    </message>
    <message>
        <source>It is here: %1</source>
        <translation>它在这里：%1</translation>
    </message>
    <message>
        <source>It is then not asked for when the program starts. Whoever can log in to this computer opens the shop; whoever has only the file, or the disk, does not.</source>
        <translation>这样启动程序时就不用输入密码。能登录这台电脑的人可以打开店铺；只拿到文件或硬盘的人打不开。</translation>
    </message>
    <message>
        <source>It lacks nothing that the damaged file tells of.</source>
        <translation>损坏文件里能查到的改动，它都有。</translation>
    </message>
    <message>
        <source>It lacks the last %1 changes, made between %2 and %3.</source>
        <translation>缺少最后 %1 次改动（%2 至 %3）。</translation>
    </message>
    <message>
        <source>It lacks the last change, made on %1.</source>
        <translation>缺少最后 1 次改动（%1）。</translation>
    </message>
    <message>
        <source>It stands on the recovery sheet.</source>
        <translation>印在恢复单上。</translation>
    </message>
    <message>
        <source>It waits: it needs a password. Open it, and type the password once.</source>
        <translation>等您看一下：它需要密码。打开它，输入一次密码。</translation>
    </message>
    <message>
        <source>It waits: its import was stopped. Open it to bring it in.</source>
        <translation>等您看一下：导入被停止了。打开它就可以导入。</translation>
    </message>
    <message>
        <source>It waits: not every column is known. Open it and say once what they are; the next such file comes in by itself.</source>
        <translation>等您看一下：有些列还不认识。打开它，说明一次每列是什么，以后这样的文件就会自动导入。</translation>
    </message>
    <message>
        <source>It was brought in before; now it is put away.</source>
        <translation>之前已导入，现在已移走。</translation>
    </message>
    <message>
        <source>It was checked when it was opened, and is in order.</source>
        <translation>打开时检查过，一切正常。</translation>
    </message>
    <message>
        <source>It was checked when it was opened, and is in order. The last thorough check: %1 %2</source>
        <translation>打开时检查过，一切正常。上次全面检查：%1 %2</translation>
    </message>
    <message>
        <source>It was not closed properly the last time, and is being checked.</source>
        <translation>上次没有正常关闭，正在检查。</translation>
    </message>
    <message>
        <source>JSON, for other programs</source>
        <translation>JSON，给其他程序用</translation>
    </message>
    <message>
        <source>JSON: each heading, and the field that it feeds</source>
        <translation>JSON：每个表头对应哪个字段</translation>
    </message>
    <message>
        <source>Jan %1</source>
        <translation>1月%1日</translation>
    </message>
    <message>
        <source>Jan %1, %2</source>
        <translation>%2年1月%1日</translation>
    </message>
    <message>
        <source>January %1</source>
        <translation>%1 年 1 月</translation>
    </message>
    <message>
        <source>Job title</source>
        <translation>职务</translation>
    </message>
    <message>
        <source>Jul %1</source>
        <translation>7月%1日</translation>
    </message>
    <message>
        <source>Jul %1, %2</source>
        <translation>%2年7月%1日</translation>
    </message>
    <message>
        <source>July %1</source>
        <translation>%1 年 7 月</translation>
    </message>
    <message>
        <source>Jun %1</source>
        <translation>6月%1日</translation>
    </message>
    <message>
        <source>Jun %1, %2</source>
        <translation>%2年6月%1日</translation>
    </message>
    <message>
        <source>June %1</source>
        <translation>%1 年 6 月</translation>
    </message>
    <message>
        <source>Just the amount %1</source>
        <translation>只记金额 %1</translation>
    </message>
    <message>
        <source>Keep at least one day of the week open.</source>
        <translation>每周至少保留一个营业日。</translation>
    </message>
    <message>
        <source>Keep at least one payment method.</source>
        <translation>请至少保留一种付款方式。</translation>
    </message>
    <message>
        <source>Keep birthdays and open follow-ups written to a calendar file</source>
        <translation>把生日和未完成的跟进随时写进日历文件</translation>
    </message>
    <message>
        <source>Keep the password in this computer's key ring</source>
        <translation>把密码存入这台电脑的钥匙串</translation>
    </message>
    <message>
        <source>Kept, because they were edited since: %1 (%2)</source>
        <translation>之后又改过，保留不动：%1（%2）</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Kind of entry</source>
        <translation>记录类型</translation>
    </message>
    <message>
        <source>Kind of file</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Kind of picture</source>
        <translation>图片类型</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签纸</translation>
    </message>
    <message>
        <source>Labels are made of customers, into a .pdf file.</source>
        <translation>地址标签只能用客户来做，并写入 .pdf 文件。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Larger letters</source>
        <translation>字大一点</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last 4 digits, initials or name</source>
        <translation>电话后四位、拼音首字母或姓名</translation>
    </message>
    <message>
        <source>Last 4 digits, initials, name; empty for a passer-by</source>
        <translation>后四位、拼音首字母、姓名；留空为散客</translation>
    </message>
    <message>
        <source>Last call</source>
        <translation>最近的来电</translation>
    </message>
    <message>
        <source>Last closed day</source>
        <translation>休息的最后一天</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>Last purchase</source>
        <translation>最近购买</translation>
    </message>
    <message>
        <source>Last purchases</source>
        <translation>最近购买</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>最近来店</translation>
    </message>
    <message>
        <source>Last visit before</source>
        <translation>最近来店早于</translation>
    </message>
    <message>
        <source>Last visit before…</source>
        <translation>最近来店早于…</translation>
    </message>
    <message>
        <source>Last visit: %1</source>
        <translation>最近来店 %1</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Later call: %1</source>
        <translation>下一个来电：%1</translation>
    </message>
    <message>
        <source>Later this month</source>
        <translation>本月晚些时候</translation>
    </message>
    <message>
        <source>Later today</source>
        <translation>今天晚些再说</translation>
    </message>
    <message>
        <source>Laying out the pages</source>
        <translation>正在排版</translation>
    </message>
    <message>
        <source>Laying out the pages…</source>
        <translation>正在排版…</translation>
    </message>
    <message>
        <source>Leap month</source>
        <translation>闰月</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不要这一段</translation>
    </message>
    <message>
        <source>Leave this row out</source>
        <translation>不要这一行</translation>
    </message>
    <message>
        <source>Left margin, mm</source>
        <translation>左边距（毫米）</translation>
    </message>
    <message>
        <source>Lengthways</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Line %1, character %2: %3</source>
        <translation>第 %1 行第 %2 个字：%3</translation>
    </message>
    <message>
        <source>Links to telephone numbers: a click shows whose number it is</source>
        <translation>电话号码链接：点一下就看到是谁的号码</translation>
    </message>
    <message>
        <source>List of what was told</source>
        <translation>提醒记录列表</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Lock by itself</source>
        <translation>自动锁定</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>立即锁定</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Long values</source>
        <translation>长内容</translation>
    </message>
    <message>
        <source>Look after this</source>
        <translation>请处理</translation>
    </message>
    <message>
        <source>Look after this: %1</source>
        <translation>请处理：%1</translation>
    </message>
    <message>
        <source>Look around in a demo shop</source>
        <translation>进演示店铺看看</translation>
    </message>
    <message>
        <source>Look for copies</source>
        <translation>查找副本</translation>
    </message>
    <message>
        <source>Look into it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>正在看 %1</translation>
    </message>
    <message>
        <source>Looking for copies</source>
        <translation>正在查找备份</translation>
    </message>
    <message>
        <source>Looking for copies of the shop</source>
        <translation>正在查找这家店的其他副本</translation>
    </message>
    <message>
        <source>Looking for copies…</source>
        <translation>正在查找备份…</translation>
    </message>
    <message>
        <source>Looking for good copies…</source>
        <translation>正在查找完好的备份…</translation>
    </message>
    <message>
        <source>Looking how safe the shop is…</source>
        <translation>正在查看店铺是否安全…</translation>
    </message>
    <message>
        <source>Looking into the copy</source>
        <translation>正在查看备份</translation>
    </message>
    <message>
        <source>Looking into the copy: it is read as a whole and compared with the shop…</source>
        <translation>正在查看备份：把它完整读一遍，并和店铺比较…</translation>
    </message>
    <message>
        <source>Looking into the watched folder</source>
        <translation>正在查看自动导入文件夹</translation>
    </message>
    <message>
        <source>Looking through older changes…</source>
        <translation>正在查找更早的操作…</translation>
    </message>
    <message>
        <source>Looking through the customers</source>
        <translation>正在查看客户</translation>
    </message>
    <message>
        <source>Looking through the damaged file</source>
        <translation>正在检查损坏的文件</translation>
    </message>
    <message>
        <source>Looking through the follow-ups</source>
        <translation>正在查看跟进</translation>
    </message>
    <message>
        <source>Looking through the shop's file first</source>
        <translation>先把店铺文件检查一遍</translation>
    </message>
    <message>
        <source>Looking up birthdays</source>
        <translation>正在查找生日</translation>
    </message>
    <message>
        <source>Looking up the month's birthdays</source>
        <translation>正在查找这个月的生日</translation>
    </message>
    <message>
        <source>Looking up what is due</source>
        <translation>正在查看今天的事</translation>
    </message>
    <message>
        <source>Looking up what was told</source>
        <translation>正在查提醒记录</translation>
    </message>
    <message>
        <source>Looking who has the shop open</source>
        <translation>正在查看谁打开着这家店</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>Lunar</source>
        <translation>农历</translation>
    </message>
    <message>
        <source>Lunar birthday</source>
        <translation>农历生日</translation>
    </message>
    <message>
        <source>Lunar calendar</source>
        <translation>农历</translation>
    </message>
    <message>
        <source>Made a demo shop</source>
        <translation>建立演示店铺</translation>
    </message>
    <message numerus="yes">
        <source>Made a demo shop of %n customer(s): %1</source>
        <translation><numerusform>已建立有 %n 位客户的演示店铺：%1</numerusform></translation>
    </message>
    <message>
        <source>Made an empty shop: %1</source>
        <translation>已建立空店铺：%1</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>制作日期</translation>
    </message>
    <message>
        <source>Main one</source>
        <translation>主要</translation>
    </message>
    <message>
        <source>Make a new shop</source>
        <translation>新建店铺</translation>
    </message>
    <message>
        <source>Make a new shop…</source>
        <translation>新建店铺…</translation>
    </message>
    <message>
        <source>Make it longer: four words that have nothing to do with each other are strong, and easy to keep in mind.</source>
        <translation>再长一些：四个互不相干的词又强又好记。</translation>
    </message>
    <message>
        <source>Make it small</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Making a backup</source>
        <translation>正在备份</translation>
    </message>
    <message>
        <source>Making a backup first</source>
        <translation>正在先做备份</translation>
    </message>
    <message>
        <source>Making a copy of the shop as it is now</source>
        <translation>正在给现在的店铺做一份备份</translation>
    </message>
    <message>
        <source>Making a demo shop</source>
        <translation>正在准备示例店铺</translation>
    </message>
    <message>
        <source>Making the search index</source>
        <translation>正在建立搜索索引</translation>
    </message>
    <message>
        <source>Making today's backup</source>
        <translation>正在做今天的备份</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>上司</translation>
    </message>
    <message>
        <source>Mar %1</source>
        <translation>3月%1日</translation>
    </message>
    <message>
        <source>Mar %1, %2</source>
        <translation>%2年3月%1日</translation>
    </message>
    <message>
        <source>March %1</source>
        <translation>%1 年 3 月</translation>
    </message>
    <message>
        <source>Margins and gaps cannot be less than nothing.</source>
        <translation>边距和间隔不能小于零。</translation>
    </message>
    <message>
        <source>Mark as greeted</source>
        <translation>标为已祝福</translation>
    </message>
    <message numerus="yes">
        <source>Marked %n birthday(s) as greeted</source>
        <translation><numerusform>已把 %n 个生日标为已祝福</numerusform></translation>
    </message>
    <message>
        <source>Marked as done: %1 is due to come again</source>
        <translation>已处理：%1 该来了</translation>
    </message>
    <message>
        <source>Marked as done: %1 of %2</source>
        <translation>已完成：%2 的%1</translation>
    </message>
    <message>
        <source>Marked as done: no backup could be made</source>
        <translation>已处理：无法备份</translation>
    </message>
    <message>
        <source>Marked the birthday of %1 as not greeted</source>
        <translation>把%1的生日改为未祝福</translation>
    </message>
    <message>
        <source>Mary Li 13800138000 1988-3-5</source>
        <translation>张三 13800138000 八月十五</translation>
    </message>
    <message>
        <source>May %1</source>
        <translation>5月%1日</translation>
    </message>
    <message>
        <source>May %1, %2</source>
        <translation>%2年5月%1日</translation>
    </message>
    <message>
        <source>May %1</source>
        <translation>%1 年 5 月</translation>
    </message>
    <message>
        <source>Member no.</source>
        <translation>会员号</translation>
    </message>
    <message>
        <source>Membership anniversary</source>
        <translation>入会纪念日</translation>
    </message>
    <message>
        <source>Mend this cell</source>
        <translation>修改这一格</translation>
    </message>
    <message numerus="yes">
        <source>Mend this cell and %n more like it</source>
        <translation><numerusform>修改这一格和另外 %n 个相同的</numerusform></translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Mo</source>
        <translation>一</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>星期一</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Month %1</source>
        <translation>%1 月</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More below ↓</source>
        <translation>下面还有 ↓</translation>
    </message>
    <message>
        <source>More fields</source>
        <translation>更多字段</translation>
    </message>
    <message>
        <source>Mother</source>
        <translation>母亲</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Moved the field “%1”</source>
        <translation>移动了字段“%1”</translation>
    </message>
    <message>
        <source>My shop</source>
        <translation>我的店铺</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Name of the shop</source>
        <translation>店名</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Name, last digits of the phone, pinyin…</source>
        <translation>姓名、电话后四位、拼音…</translation>
    </message>
    <message>
        <source>Name, phone, birthday in any order. Also #tag, a WeChat name, an address; the rest becomes the note.</source>
        <translation>姓名、电话、生日，顺序随意；也可写 #标签、微信号、地址，其余记入备注。</translation>
    </message>
    <message>
        <source>Name, phone, pinyin…</source>
        <translation>姓名、电话、拼音…</translation>
    </message>
    <message>
        <source>Names, words in pinyin, lucky numbers and what belongs to the shop are tried first.</source>
        <translation>名字、拼音、吉利数字和店里的信息，别人最先试。</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>有疑问</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>不重复</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>New %1</source>
        <translation>新 %1</translation>
    </message>
    <message>
        <source>New customer</source>
        <translation>新客户</translation>
    </message>
    <message>
        <source>New customer in one line</source>
        <translation>一行录入新客户</translation>
    </message>
    <message>
        <source>New customer “%1”</source>
        <translation>新客户 “%1”</translation>
    </message>
    <message>
        <source>New customers</source>
        <translation>新客户</translation>
    </message>
    <message>
        <source>New field</source>
        <translation>新字段</translation>
    </message>
    <message>
        <source>New follow-up</source>
        <translation>新跟进</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>New password once more: </source>
        <translation>再输一次新密码：</translation>
    </message>
    <message>
        <source>New password: </source>
        <translation>新密码：</translation>
    </message>
    <message>
        <source>New purchase</source>
        <translation>记一笔</translation>
    </message>
    <message>
        <source>New purchase for this customer</source>
        <translation>给这位客户记一笔</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新祝福</translation>
    </message>
    <message>
        <source>New: %1, updated: %2, unchanged: %3</source>
        <translation>新增 %1，更新 %2，不变 %3</translation>
    </message>
    <message>
        <source>Newest change</source>
        <translation>最后改动</translation>
    </message>
    <message>
        <source>Next 7 days</source>
        <translation>7 天内</translation>
    </message>
    <message>
        <source>Next birthday</source>
        <translation>下次生日</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>下个月</translation>
    </message>
    <message>
        <source>Next on %1 (%2): %3</source>
        <translation>下次 %1（%2）：%3</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Next tip</source>
        <translation>下一条</translation>
    </message>
    <message>
        <source>Next week</source>
        <translation>下周</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>No backup could be made since %1</source>
        <translation>自 %1 起无法备份</translation>
    </message>
    <message>
        <source>No backup could be made since %1: %2</source>
        <translation>自 %1 起无法备份：%2</translation>
    </message>
    <message>
        <source>No birthday here</source>
        <translation>这里没有生日</translation>
    </message>
    <message>
        <source>No birthdays</source>
        <translation>没有生日</translation>
    </message>
    <message>
        <source>No birthdays known yet</source>
        <translation>还没有记下生日</translation>
    </message>
    <message>
        <source>No call yet</source>
        <translation>还没有来电</translation>
    </message>
    <message>
        <source>No change holds “%1”.</source>
        <translation>没有操作包含“%1”。</translation>
    </message>
    <message>
        <source>No changes yet.</source>
        <translation>还没有修改过什么。</translation>
    </message>
    <message>
        <source>No column for %1 was found. Choose it above the column that it stands in.</source>
        <translation>没有找到“%1”列。请在对应的列上方选择。</translation>
    </message>
    <message>
        <source>No copy could be made there since %1: %2</source>
        <translation>自 %1 起无法备份到那里：%2</translation>
    </message>
    <message>
        <source>No customer fits</source>
        <translation>没有符合的客户</translation>
    </message>
    <message>
        <source>No customer has this number yet.</source>
        <translation>还没有客户用这个号码。</translation>
    </message>
    <message>
        <source>No customers yet</source>
        <translation>还没有客户</translation>
    </message>
    <message>
        <source>No file is chosen.</source>
        <translation>还没有选文件。</translation>
    </message>
    <message>
        <source>No folder is chosen.</source>
        <translation>还没有选择文件夹。</translation>
    </message>
    <message>
        <source>No follow-up is waiting, and no birthday or anniversary is near. A good day to plan a call, or to look at whose birthdays come next.</source>
        <translation>没有等着的跟进，近日也没有生日和纪念日。正好安排一次回访，或者看看接下来是谁的生日。</translation>
    </message>
    <message>
        <source>No follow-up of this part has these words.</source>
        <translation>这一部分里没有符合的跟进。</translation>
    </message>
    <message>
        <source>No follow-up yet</source>
        <translation>还没有跟进</translation>
    </message>
    <message>
        <source>No good copy of this shop was found on this laptop, nor in the second place. If you have one elsewhere, choose it.</source>
        <translation>在这台电脑和第二备份位置都没有找到这家店铺的完好备份。如果别处有，请选择它。</translation>
    </message>
    <message>
        <source>No more can be given back than was bought.</source>
        <translation>退的数量不能超过买的数量。</translation>
    </message>
    <message>
        <source>No more than %1 can be given back.</source>
        <translation>最多可退 %1。</translation>
    </message>
    <message>
        <source>No more tips</source>
        <translation>不看了</translation>
    </message>
    <message>
        <source>No purchase of this period fits what you filter by.</source>
        <translation>这段时间里没有符合筛选的购买。</translation>
    </message>
    <message>
        <source>No purchase yet</source>
        <translation>还没有购买</translation>
    </message>
    <message>
        <source>No purchase, follow-up or note yet.</source>
        <translation>还没有购买、跟进或备忘。</translation>
    </message>
    <message>
        <source>No reminder of this customer has fallen due since the shop keeps a record: no birthday, no yearly day, no follow-up. Look whether the birthday is written down, and whether such reminders are switched on.</source>
        <translation>自从有提醒记录以来，这位客户没有到期的提醒：没有生日、纪念日或跟进。请看看生日填了没有，这类提醒有没有打开。</translation>
    </message>
    <message>
        <source>No reminders on</source>
        <translation>每周哪几天休息（不提醒）</translation>
    </message>
    <message>
        <source>No reminders yet</source>
        <translation>暂时不能提醒</translation>
    </message>
    <message>
        <source>No row here</source>
        <translation>这里没有行</translation>
    </message>
    <message>
        <source>No second place</source>
        <translation>不用第二个备份位置</translation>
    </message>
    <message>
        <source>No such change</source>
        <translation>没有这样的操作</translation>
    </message>
    <message>
        <source>No, quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>单号</translation>
    </message>
    <message>
        <source>Nobody is found in the copy.</source>
        <translation>备份里没有找到。</translation>
    </message>
    <message>
        <source>Nobody who fits “%1” has a birthday in these days.</source>
        <translation>这些天里，没有符合“%1”的客户过生日。</translation>
    </message>
    <message>
        <source>Nobody's birthday falls in the next %1 days.</source>
        <translation>今后 %1 天没有人过生日。</translation>
    </message>
    <message>
        <source>Nobody's birthday falls on this day.</source>
        <translation>这一天没有人过生日。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>None could be made in the second place. %1</source>
        <translation>第二个地方没能存上。%1</translation>
    </message>
    <message>
        <source>None of its rows could be brought in. The reasons are in the workbook beside it.</source>
        <translation>一行也没能导入。原因写在旁边的表格里。</translation>
    </message>
    <message>
        <source>Nor on these days</source>
        <translation>另外休息的日子（也不提醒）</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>普通</translation>
    </message>
    <message>
        <source>Not done yet</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Not here for</source>
        <translation>多久没来</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Not imported because</source>
        <translation>未导入的原因</translation>
    </message>
    <message>
        <source>Not in the shop: %1</source>
        <translation>店里没有的：%1</translation>
    </message>
    <message>
        <source>Not noted</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Not understood yet. Try 1988-3-5, 3-5 or 农历八月十五.</source>
        <translation>还没看懂。试试 1988-3-5、3-5 或 农历八月十五。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note of the call</source>
        <translation>通话备注</translation>
    </message>
    <message>
        <source>Noted a contact with %1</source>
        <translation>记录了与 %1 的联系</translation>
    </message>
    <message>
        <source>Noted.</source>
        <translation>已记下。</translation>
    </message>
    <message>
        <source>Nothing could be read of “%1”. No new file was made; bring back a backup copy instead.</source>
        <translation>“%1”里什么都读不出来了，没有建立新文件。请改为恢复备份。</translation>
    </message>
    <message>
        <source>Nothing done yet</source>
        <translation>还没有完成的</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Nothing found. Try another word.</source>
        <translation>没有找到，换个词试试。</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>还没有任何操作</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>这里没有内容</translation>
    </message>
    <message>
        <source>Nothing here makes calls. Copied %1</source>
        <translation>这台电脑上没有打电话的程序。已复制 %1</translation>
    </message>
    <message>
        <source>Nothing is due today</source>
        <translation>今天没有要办的事</translation>
    </message>
    <message>
        <source>Nothing is lost</source>
        <translation>什么都丢不了</translation>
    </message>
    <message>
        <source>Nothing is overdue</source>
        <translation>没有逾期的</translation>
    </message>
    <message>
        <source>Nothing is waiting for you now.</source>
        <translation>现在没有要办的事。</translation>
    </message>
    <message>
        <source>Nothing left for today</source>
        <translation>今天没有待办了</translation>
    </message>
    <message>
        <source>Nothing planned here</source>
        <translation>这里没有安排</translation>
    </message>
    <message>
        <source>Nothing today.</source>
        <translation>今天没有要做的事。</translation>
    </message>
    <message>
        <source>Nothing was changed, for no backup could be made first. %1</source>
        <translation>什么都没有改动，因为事先没能做好备份。%1</translation>
    </message>
    <message>
        <source>Nothing was changed: these customers are in the shop already.</source>
        <translation>什么都没有改动：这些客户已经在店里了。</translation>
    </message>
    <message>
        <source>Nothing was told of %1</source>
        <translation>没有提醒过%1</translation>
    </message>
    <message>
        <source>Nothing was told of anybody whose name holds “%1”.</source>
        <translation>没有提醒过姓名里有“%1”的客户。</translation>
    </message>
    <message>
        <source>Nothing was told yet</source>
        <translation>还没有提醒过</translation>
    </message>
    <message>
        <source>Nothing was told yet.</source>
        <translation>还没有提醒过。</translation>
    </message>
    <message>
        <source>Nov %1</source>
        <translation>11月%1日</translation>
    </message>
    <message>
        <source>Nov %1, %2</source>
        <translation>%2年11月%1日</translation>
    </message>
    <message>
        <source>November %1</source>
        <translation>%1 年 11 月</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Number in this shop</source>
        <translation>本店编号</translation>
    </message>
    <message>
        <source>Number withheld</source>
        <translation>未显示号码</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>OK to all</source>
        <translation>全部知道了</translation>
    </message>
    <message>
        <source>Oct %1</source>
        <translation>10月%1日</translation>
    </message>
    <message>
        <source>Oct %1, %2</source>
        <translation>%2年10月%1日</translation>
    </message>
    <message>
        <source>October %1</source>
        <translation>%1 年 10 月</translation>
    </message>
    <message>
        <source>Of a sheet that is used in part</source>
        <translation>标签纸已经用过一部分时</translation>
    </message>
    <message>
        <source>Of “%1” at most %2 can come back.</source>
        <translation>“%1”最多可退 %2。</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Offer</source>
        <translation>优惠</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>在售</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>只在这台电脑上</translation>
    </message>
    <message>
        <source>One a day, and one before anything large; of the last 7 days, 4 weeks and 12 months one each is kept.</source>
        <translation>每天一份，重大改动前再做一份；最近 7 天每天、4 周每周、12 个月每月各保留一份。</translation>
    </message>
    <message>
        <source>One moment: a large change is being taken back.</source>
        <translation>请稍等：正在撤销一次大的改动。</translation>
    </message>
    <message>
        <source>Only a field of the kind “choice” has choices.</source>
        <translation>只有“选项”类型的字段才有可选值。</translation>
    </message>
    <message>
        <source>Only one thing is opened at a time. Not opened: %1</source>
        <translation>一次只打开一样。没有打开：%1</translation>
    </message>
    <message>
        <source>Only the packed program can be chosen for this on a Mac: the one in “Applications”.</source>
        <translation>在 Mac 上，只有“应用程序”里的打包版才能这样设置。</translation>
    </message>
    <message>
        <source>Only the selected rows (%1)</source>
        <translation>仅选中的行（%1）</translation>
    </message>
    <message>
        <source>Only this one</source>
        <translation>只改这一个</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open CRM Desktop</source>
        <translation>打开 CRM Desktop</translation>
    </message>
    <message>
        <source>Open a shop</source>
        <translation>打开店铺</translation>
    </message>
    <message>
        <source>Open a shop…</source>
        <translation>打开店铺…</translation>
    </message>
    <message>
        <source>Open all</source>
        <translation>全部打开</translation>
    </message>
    <message>
        <source>Open another shop…</source>
        <translation>打开其他店铺…</translation>
    </message>
    <message>
        <source>Open customer</source>
        <translation>打开客户</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open follow-ups</source>
        <translation>未完成的跟进</translation>
    </message>
    <message>
        <source>Open it for writing</source>
        <translation>打开并可修改</translation>
    </message>
    <message>
        <source>Open that one</source>
        <translation>打开那一个</translation>
    </message>
    <message>
        <source>Open the backup folder</source>
        <translation>打开备份文件夹</translation>
    </message>
    <message>
        <source>Open the computer's settings</source>
        <translation>打开电脑的设置</translation>
    </message>
    <message>
        <source>Open the help</source>
        <translation>打开帮助</translation>
    </message>
    <message>
        <source>Open the new file</source>
        <translation>打开新文件</translation>
    </message>
    <message>
        <source>Open the one that is there now</source>
        <translation>打开现在的文件</translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation>打开店铺</translation>
    </message>
    <message>
        <source>Open the shop's folder</source>
        <translation>打开店铺所在的文件夹</translation>
    </message>
    <message>
        <source>Open them</source>
        <translation>打开这些行</translation>
    </message>
    <message>
        <source>Opening “%1”</source>
        <translation>正在打开“%1”</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Opens shop files</source>
        <translation>打开店铺文件</translation>
    </message>
    <message>
        <source>Opens telephone links</source>
        <translation>打开电话号码链接</translation>
    </message>
    <message>
        <source>Opens telephone links and shop files</source>
        <translation>打开电话号码链接和店铺文件</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>单号</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>纸张方向</translation>
    </message>
    <message>
        <source>Other accounts</source>
        <translation>其他账号</translation>
    </message>
    <message>
        <source>Other address</source>
        <translation>其他地址</translation>
    </message>
    <message>
        <source>Other dates</source>
        <translation>其他日期</translation>
    </message>
    <message>
        <source>Other files lie in this folder, too. Make a folder for this alone, and choose that.</source>
        <translation>这个文件夹里还放着别的文件。请为此单独建一个文件夹，再选它。</translation>
    </message>
    <message>
        <source>Other greetings</source>
        <translation>换一条祝福</translation>
    </message>
    <message>
        <source>Other work is being written to the shop just now. Nothing was changed; try again when it is done.</source>
        <translation>店铺正在写入别的内容。什么也没有改动；请等它完成后再试。</translation>
    </message>
    <message>
        <source>Other yearly days</source>
        <translation>其他纪念日</translation>
    </message>
    <message>
        <source>Other…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Outcome, then Enter; may be empty</source>
        <translation>结果（可不填），回车完成</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>Overdue %1</source>
        <translation>逾期 %1</translation>
    </message>
    <message>
        <source>Own field: %1</source>
        <translation>自定义：%1</translation>
    </message>
    <message>
        <source>Own fields</source>
        <translation>自定义字段</translation>
    </message>
    <message>
        <source>Own fields…</source>
        <translation>自定义字段…</translation>
    </message>
    <message>
        <source>Own measures</source>
        <translation>自定义尺寸</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>PDF 文档</translation>
    </message>
    <message>
        <source>PDF, for printing</source>
        <translation>PDF，打印用</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>实付</translation>
    </message>
    <message>
        <source>Paid by %1</source>
        <translation>付款：%1</translation>
    </message>
    <message>
        <source>Paid in all</source>
        <translation>整单实付</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>父母</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Part of the address</source>
        <translation>地址的一部分</translation>
    </message>
    <message>
        <source>Partner</source>
        <translation>伴侣</translation>
    </message>
    <message>
        <source>Passer-by</source>
        <translation>散客</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password of the file</source>
        <translation>文件密码</translation>
    </message>
    <message>
        <source>Password of “%1”: </source>
        <translation>“%1”的密码：</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Pasted cells</source>
        <translation>粘贴的单元格</translation>
    </message>
    <message>
        <source>Pause reminders until tomorrow</source>
        <translation>暂停提醒到明天</translation>
    </message>
    <message>
        <source>Payment method</source>
        <translation>付款方式</translation>
    </message>
    <message>
        <source>Payment methods</source>
        <translation>付款方式</translation>
    </message>
    <message>
        <source>Perhaps: only the end of the number is the same.</source>
        <translation>可能是：只有号码的后几位相同。</translation>
    </message>
    <message>
        <source>Period: %1</source>
        <translation>时间：%1</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Phone call (CRM Desktop)</source>
        <translation>电话（CRM Desktop）</translation>
    </message>
    <message>
        <source>Phone calls and files</source>
        <translation>电话和文件</translation>
    </message>
    <message>
        <source>Phone calls and files…</source>
        <translation>电话和文件…</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Planned “%1” for %2</source>
        <translation>给%2安排跟进“%1”</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Prepaid</source>
        <translation>储值</translation>
    </message>
    <message>
        <source>Preparing the preview</source>
        <translation>正在准备预览</translation>
    </message>
    <message>
        <source>Preparing the search</source>
        <translation>正在准备搜索</translation>
    </message>
    <message>
        <source>Press F2 on any page: the last digits of the customer's phone, the goods or just an amount, Enter. What was spent and how often they came is counted for you.</source>
        <translation>在哪一页都可以按 F2：客户电话后几位，商品，或者只写金额，回车。一共花了多少、来过几次，自动算好。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Preview for %1</source>
        <translation>给 %1 的预览</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>上个月</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Print address labels…</source>
        <translation>打印地址标签…</translation>
    </message>
    <message>
        <source>Print the recovery sheet then</source>
        <translation>设好后打印恢复单</translation>
    </message>
    <message>
        <source>Print this customer's sheet…</source>
        <translation>打印这位客户的资料…</translation>
    </message>
    <message>
        <source>Printing %1</source>
        <translation>正在打印 %1</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Product code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>Product no.</source>
        <translation>商品序号</translation>
    </message>
    <message>
        <source>Product, customer, note, number</source>
        <translation>商品、客户、备注、单号</translation>
    </message>
    <message>
        <source>Product, initials, or just an amount</source>
        <translation>商品、拼音首字母，或只填金额</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Product…</source>
        <translation>商品…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Promised to call someone back? Note it here with Ctrl+T, and it comes up on its day.</source>
        <translation>答应了要回访谁？按 Ctrl+T 记下，到了日子会提醒。</translation>
    </message>
    <message>
        <source>Protect these copies</source>
        <translation>给这些备份加密</translation>
    </message>
    <message>
        <source>Protecting the copies</source>
        <translation>正在给备份加密</translation>
    </message>
    <message>
        <source>Purchase</source>
        <translation>购买</translation>
    </message>
    <message>
        <source>Purchase lines</source>
        <translation>购买明细</translation>
    </message>
    <message>
        <source>Purchase list</source>
        <translation>购买列表</translation>
    </message>
    <message>
        <source>Purchase no.</source>
        <translation>购买序号</translation>
    </message>
    <message>
        <source>Purchases</source>
        <translation>购买</translation>
    </message>
    <message>
        <source>Purchases, follow-ups and notes will stand here.</source>
        <translation>购买、跟进和备注会显示在这里。</translation>
    </message>
    <message>
        <source>Put back: %1</source>
        <translation>已恢复：%1</translation>
    </message>
    <message>
        <source>Put back: %1, kept because edited since: %2, not possible: %3</source>
        <translation>已恢复：%1，因之后改过而保留：%2，无法恢复：%3</translation>
    </message>
    <message>
        <source>Put it in the shop's place</source>
        <translation>替换店铺</translation>
    </message>
    <message>
        <source>Put it in the shop's place…</source>
        <translation>用它替换店铺…</translation>
    </message>
    <message>
        <source>Put it into a folder that is synchronised, and subscribe to it in the calendar of your phone by the link that the synchronising program gives to this file; whoever has that link can read it.</source>
        <translation>把它放在会自动同步的文件夹里，再用同步软件给出的文件链接在手机日历中“订阅日历”；谁有这个链接，谁就能看到里面的内容。</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>推迟</translation>
    </message>
    <message numerus="yes">
        <source>Put off %n follow-up(s) to %1</source>
        <translation><numerusform>把 %n 条跟进推迟到 %1</numerusform></translation>
    </message>
    <message>
        <source>Put off asking after %1 to %2</source>
        <translation>已把“%1 该来了”推迟到 %2</translation>
    </message>
    <message>
        <source>Put off the %1 of %2 to %3</source>
        <translation>已把 %2 的%1提醒推迟到 %3</translation>
    </message>
    <message>
        <source>Put off the birthday of %1 to %2</source>
        <translation>已把 %1 的生日提醒推迟到 %2</translation>
    </message>
    <message>
        <source>Put off the word of the backups to %1</source>
        <translation>已把备份提醒推迟到 %1</translation>
    </message>
    <message>
        <source>Put off until</source>
        <translation>推迟到</translation>
    </message>
    <message>
        <source>Put off “%1” for %2 to %3</source>
        <translation>把%2的跟进“%1”推迟到 %3</translation>
    </message>
    <message numerus="yes">
        <source>Put the copy in the shop's place: %n customer(s)</source>
        <translation><numerusform>已用备份替换店铺：%n 位客户</numerusform></translation>
    </message>
    <message>
        <source>Put this copy in the shop's place? (%1)</source>
        <translation>用这份备份（%1）替换店铺吗？</translation>
    </message>
    <message>
        <source>QQ</source>
        <translation>QQ</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Quantity and price make %1. The amount stands.</source>
        <translation>按数量和单价应为 %1。仍按金额记。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读出</translation>
    </message>
    <message numerus="yes">
        <source>Read %n row(s) of “%1”</source>
        <translation><numerusform>读取“%1”中的 %n 行</numerusform></translation>
    </message>
    <message>
        <source>Read as the last time a file had these headings.</source>
        <translation>和上次表头相同的文件一样读的。</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Reading the addresses</source>
        <translation>正在读取地址</translation>
    </message>
    <message>
        <source>Reading the columns</source>
        <translation>正在识别各列</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Reading the rows</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Reading what is left</source>
        <translation>正在读取剩余内容</translation>
    </message>
    <message>
        <source>Recognised by name and birthday</source>
        <translation>按姓名和生日认出</translation>
    </message>
    <message>
        <source>Recognised by the member number %1</source>
        <translation>按会员号 %1 认出</translation>
    </message>
    <message>
        <source>Recognised by the name</source>
        <translation>按姓名认出</translation>
    </message>
    <message>
        <source>Recognised by the phone %1</source>
        <translation>按电话 %1 认出</translation>
    </message>
    <message>
        <source>Record the first one with F2: four digits of a phone, a product or an amount, Enter. Or bring in the sheet that you have kept so far.</source>
        <translation>按 F2 记下第一笔：电话后四位，商品或金额，回车。也可以导入一直在用的表格。</translation>
    </message>
    <message>
        <source>Recorded a purchase of %1 for %2</source>
        <translation>给%2记了一笔 %1</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Recover into a new file</source>
        <translation>抢救到新文件</translation>
    </message>
    <message>
        <source>Recover into a new file…</source>
        <translation>抢救到新文件…</translation>
    </message>
    <message>
        <source>Recover what can be read</source>
        <translation>抢救还能读出的内容</translation>
    </message>
    <message>
        <source>Recovered field %1</source>
        <translation>抢救的字段 %1</translation>
    </message>
    <message>
        <source>Recovered into %1</source>
        <translation>已抢救到 %1</translation>
    </message>
    <message>
        <source>Recovered tag %1</source>
        <translation>抢救的标签 %1</translation>
    </message>
    <message>
        <source>Recovered what could be read of “%1”</source>
        <translation>抢救了“%1”中还能读出的内容</translation>
    </message>
    <message>
        <source>Recovering “%1”</source>
        <translation>正在抢救“%1”</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>恢复单</translation>
    </message>
    <message>
        <source>Recovery sheet…</source>
        <translation>恢复单…</translation>
    </message>
    <message>
        <source>Redid: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Redoing: %1</source>
        <translation>正在重做：%1</translation>
    </message>
    <message>
        <source>Referred by</source>
        <translation>介绍人</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退款</translation>
    </message>
    <message>
        <source>Refund %1</source>
        <translation>退款 %1</translation>
    </message>
    <message>
        <source>Refund of no.</source>
        <translation>退的是哪一笔</translation>
    </message>
    <message>
        <source>Refunded %1 to %2</source>
        <translation>退给%2 %1</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地区</translation>
    </message>
    <message>
        <source>Region of phones without a country code</source>
        <translation>没有国家代码的电话属于</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation>拒绝 %1</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>未导入的行</translation>
    </message>
    <message>
        <source>Related people</source>
        <translation>相关的人</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>亲戚</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Remind me at</source>
        <translation>提醒时间</translation>
    </message>
    <message>
        <source>Remind me of</source>
        <translation>提醒哪些事</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Reminder list</source>
        <translation>提醒列表</translation>
    </message>
    <message>
        <source>Reminder settings</source>
        <translation>提醒设置</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>提醒</translation>
    </message>
    <message>
        <source>Reminders of %1</source>
        <translation>%1 的提醒</translation>
    </message>
    <message>
        <source>Reminders…</source>
        <translation>提醒…</translation>
    </message>
    <message>
        <source>Remove it…</source>
        <translation>移除密码…</translation>
    </message>
    <message>
        <source>Remove photo</source>
        <translation>去掉照片</translation>
    </message>
    <message>
        <source>Remove tag</source>
        <translation>去标签</translation>
    </message>
    <message>
        <source>Remove the password</source>
        <translation>移除密码</translation>
    </message>
    <message>
        <source>Remove this line</source>
        <translation>去掉这一行</translation>
    </message>
    <message>
        <source>Remove this phone</source>
        <translation>去掉这个电话</translation>
    </message>
    <message>
        <source>Removing the password</source>
        <translation>正在移除密码</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename “%1”…</source>
        <translation>重命名“%1”…</translation>
    </message>
    <message>
        <source>Renamed the tag “%1” to “%2”</source>
        <translation>标签“%1”改名为“%2”</translation>
    </message>
    <message>
        <source>Renamed the view “%1” to “%2”</source>
        <translation>视图“%1”改名为“%2”</translation>
    </message>
    <message>
        <source>Reopen</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Reopened “%1” for %2</source>
        <translation>重新打开%2的跟进“%1”</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Repeat every 1 to 999.</source>
        <translation>重复间隔为 1 到 999。</translation>
    </message>
    <message>
        <source>Repeated or neighbouring characters and keys are tried first.</source>
        <translation>重复的、挨着的字符和按键，别人最先试。</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Repeats: %1</source>
        <translation>重复：%1</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>对</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Row %1 was rejected: %2</source>
        <translation>第 %1 行未导入：%2</translation>
    </message>
    <message>
        <source>Row %1, %2, “%3”: %4</source>
        <translation>第 %1 行，%2，“%3”：%4</translation>
    </message>
    <message>
        <source>Row %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>Row in the file</source>
        <translation>原文件行号</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行高</translation>
    </message>
    <message>
        <source>Rows of this purchase far above in the file were imported; this one was not.</source>
        <translation>这笔消费在文件前面的行已导入，这一行没有导入。</translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation>显示哪些行</translation>
    </message>
    <message>
        <source>Sa</source>
        <translation>六</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Safety…</source>
        <translation>安全…</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>星期六</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>存为 PDF</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>存为 PDF…</translation>
    </message>
    <message>
        <source>Save as view</source>
        <translation>存为视图</translation>
    </message>
    <message>
        <source>Save as view…</source>
        <translation>存为视图…</translation>
    </message>
    <message>
        <source>Save the rejected rows</source>
        <translation>保存被拒绝的行</translation>
    </message>
    <message>
        <source>Save the rejected rows…</source>
        <translation>保存被拒绝的行…</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已存为 %1。</translation>
    </message>
    <message>
        <source>Saved the view “%1”</source>
        <translation>保存了视图“%1”</translation>
    </message>
    <message>
        <source>Saved views</source>
        <translation>保存的视图</translation>
    </message>
    <message>
        <source>Say no more of it</source>
        <translation>不再提示</translation>
    </message>
    <message>
        <source>Say what is to be done, in at most %1 characters.</source>
        <translation>请写明要做什么，最多 %1 个字。</translation>
    </message>
    <message>
        <source>Say what is to be done.</source>
        <translation>请写要做什么。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Searching the copy</source>
        <translation>正在搜索备份</translation>
    </message>
    <message>
        <source>Search…</source>
        <translation>搜索…</translation>
    </message>
    <message>
        <source>Second place</source>
        <translation>第二处</translation>
    </message>
    <message>
        <source>Second place for backups</source>
        <translation>第二个备份位置</translation>
    </message>
    <message>
        <source>Second place: %1</source>
        <translation>第二个位置：%1</translation>
    </message>
    <message>
        <source>Second place: none</source>
        <translation>第二个位置：未设置</translation>
    </message>
    <message>
        <source>See rejected rows</source>
        <translation>看被拒绝的行</translation>
    </message>
    <message>
        <source>Sep %1</source>
        <translation>9月%1日</translation>
    </message>
    <message>
        <source>Sep %1, %2</source>
        <translation>%2年9月%1日</translation>
    </message>
    <message>
        <source>September %1</source>
        <translation>%1 年 9 月</translation>
    </message>
    <message>
        <source>Served by %1</source>
        <translation>店员：%1</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>平台</translation>
    </message>
    <message>
        <source>Set a new password in Settings, under Safety, and print a new sheet.</source>
        <translation>在“设置”的“安全”里设一个新密码，并打印新的恢复单。</translation>
    </message>
    <message>
        <source>Set a password</source>
        <translation>设置密码</translation>
    </message>
    <message>
        <source>Set a password…</source>
        <translation>设置密码…</translation>
    </message>
    <message>
        <source>Set field</source>
        <translation>设字段</translation>
    </message>
    <message>
        <source>Set source</source>
        <translation>设来源</translation>
    </message>
    <message>
        <source>Set source…</source>
        <translation>设来源…</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>设置密码</translation>
    </message>
    <message numerus="yes">
        <source>Set the source of %n customer(s) to “%1”</source>
        <translation><numerusform>把 %n 位客户的来源设为“%1”</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Set “%1” of %n customer(s) to “%2”</source>
        <translation><numerusform>把 %n 位客户的“%1”设为“%2”</numerusform></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Setting the password</source>
        <translation>正在设置密码</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Several are fine: 9:00, 15:30</source>
        <translation>可以写几个：9:00、15:30</translation>
    </message>
    <message>
        <source>Several: with a comma between them</source>
        <translation>多个用逗号分开</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>工作表</translation>
    </message>
    <message>
        <source>Sheets</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Shop</source>
        <translation>店铺</translation>
    </message>
    <message>
        <source>Shop files (.crm): a double click opens the shop</source>
        <translation>店铺文件（.crm）：双击就打开店铺</translation>
    </message>
    <message>
        <source>Should reminders still come when the window is closed?</source>
        <translation>关闭窗口后，还要继续提醒您吗？</translation>
    </message>
    <message>
        <source>Show 12 months</source>
        <translation>显示 12 个月</translation>
    </message>
    <message>
        <source>Show all days</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Show all results</source>
        <translation>显示全部结果</translation>
    </message>
    <message>
        <source>Show all time</source>
        <translation>看全部时间</translation>
    </message>
    <message>
        <source>Show panel</source>
        <translation>展开详情</translation>
    </message>
    <message>
        <source>Show reminders</source>
        <translation>显示提醒</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show the sheet</source>
        <translation>查看恢复单</translation>
    </message>
    <message>
        <source>Show the tips</source>
        <translation>看看小提示</translation>
    </message>
    <message>
        <source>Show what is typed</source>
        <translation>显示输入的内容</translation>
    </message>
    <message>
        <source>Single words and names are tried first. Take four that have nothing to do with each other.</source>
        <translation>单个的词和名字，别人最先试。请用四个互不相干的词。</translation>
    </message>
    <message>
        <source>Sister</source>
        <translation>姐妹</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Skipped %1</source>
        <translation>跳过 %1</translation>
    </message>
    <message>
        <source>Skipped: %1, rejected: %2, doubtful: %3</source>
        <translation>跳过 %1，拒绝 %2，有疑问 %3</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Smaller letters</source>
        <translation>字小一点</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Snooze until</source>
        <translation>推迟到</translation>
    </message>
    <message>
        <source>So many rows are changed in the background, after a backup.</source>
        <translation>改动较多，会先做一份备份，再在后台完成。</translation>
    </message>
    <message>
        <source>Solar calendar</source>
        <translation>公历</translation>
    </message>
    <message>
        <source>Some characters of this card could not be read.</source>
        <translation>这张名片中有些字无法识别。</translation>
    </message>
    <message>
        <source>Some characters of this row could not be read: they are shown as �. Correct them by hand.</source>
        <translation>这一行有些字符无法识别，显示为 �。请手工更正。</translation>
    </message>
    <message>
        <source>Some lines of this card could not be read.</source>
        <translation>这张名片中有几行无法读取。</translation>
    </message>
    <message>
        <source>Something in it is broken. Make a copy of the file as it is, then bring back the newest copy that is whole.</source>
        <translation>文件里有损坏的地方。请先把文件原样复制一份，再恢复最近一份完好的备份。</translation>
    </message>
    <message>
        <source>Something in the shop's file is broken: %1</source>
        <translation>店铺文件里有损坏的地方：%1</translation>
    </message>
    <message>
        <source>Something is missing: %1.</source>
        <translation>缺少：%1。</translation>
    </message>
    <message>
        <source>Something is still being worked on. Wait for it, or stop it, then try again.</source>
        <translation>还有工作正在进行。请等它完成，或停止它，然后再试。</translation>
    </message>
    <message>
        <source>Something is typed and not saved yet. Unlock first, then save it, or quit.</source>
        <translation>有内容还没有保存。请先解锁，保存后再退出，或不保存直接退出。</translation>
    </message>
    <message>
        <source>Something needs your attention</source>
        <translation>有一件事需要您处理</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>Something went wrong in the program</source>
        <translation>程序里出了点问题</translation>
    </message>
    <message>
        <source>Something went wrong in the program itself (%1). Nothing of this command was saved. Please send the log to the makers: %2</source>
        <translation>程序自身出了问题（%1）。这条命令什么也没有保存。请把日志发给开发者：%2</translation>
    </message>
    <message>
        <source>Son</source>
        <translation>儿子</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Spent at least</source>
        <translation>消费不少于</translation>
    </message>
    <message>
        <source>Spent at most</source>
        <translation>消费不多于</translation>
    </message>
    <message>
        <source>Spouse</source>
        <translation>配偶</translation>
    </message>
    <message>
        <source>Start CRM Desktop, and open the file named above, or a copy of it.</source>
        <translation>启动 CRM Desktop，打开上面写的文件，或它的一份备份。</translation>
    </message>
    <message>
        <source>Start with the computer, without a window</source>
        <translation>开机时自动启动，不打开窗口</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Stopped before it was done.</source>
        <translation>还没做完就停下了。</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>已停止，没有做任何更改。</translation>
    </message>
    <message>
        <source>Stopped. Nothing was printed.</source>
        <translation>已停止，没有打印。</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Strength of the password</source>
        <translation>密码强度</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强</translation>
    </message>
    <message>
        <source>Su</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Such a file has no columns: all that belongs in it goes in.</source>
        <translation>这种文件不分列，该有的内容都会写进去。</translation>
    </message>
    <message>
        <source>Such as: %1</source>
        <translation>例如：%1</translation>
    </message>
    <message>
        <source>Sum of the purchases shown</source>
        <translation>所列购买的合计</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>星期日</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tag for everyone</source>
        <translation>给全部加标签</translation>
    </message>
    <message>
        <source>Tag list</source>
        <translation>标签列表</translation>
    </message>
    <message>
        <source>Tag no.</source>
        <translation>标签序号</translation>
    </message>
    <message numerus="yes">
        <source>Tagged %n customer(s) “%1”</source>
        <translation><numerusform>给 %n 位客户加上标签“%1”</numerusform></translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags of customers</source>
        <translation>客户的标签</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Take it all the same</source>
        <translation>仍然使用</translation>
    </message>
    <message>
        <source>Take it as new</source>
        <translation>当作新的</translation>
    </message>
    <message>
        <source>Take this weak password?</source>
        <translation>确定用这个弱密码吗？</translation>
    </message>
    <message>
        <source>Taken back.</source>
        <translation>已撤销。</translation>
    </message>
    <message>
        <source>Taking it back…</source>
        <translation>正在撤销…</translation>
    </message>
    <message>
        <source>Tell it by a notification of the system, too</source>
        <translation>同时发系统通知</translation>
    </message>
    <message>
        <source>Template no.</source>
        <translation>模板编号</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Text with commas (GB18030, for older programs)</source>
        <translation>逗号分隔文本（GB18030，旧程序用）</translation>
    </message>
    <message>
        <source>Text with commas (UTF-8)</source>
        <translation>逗号分隔文本（UTF-8）</translation>
    </message>
    <message>
        <source>Th</source>
        <translation>四</translation>
    </message>
    <message>
        <source>That is the backup folder itself. Choose a folder on another disk or stick.</source>
        <translation>这就是备份文件夹本身。请选择另一个硬盘或 U 盘上的文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>The %n selected row(s)</source>
        <translation><numerusform>所选的 %n 行</numerusform></translation>
    </message>
    <message>
        <source>The amount “%1” cannot be read.</source>
        <translation>金额“%1”看不懂。</translation>
    </message>
    <message>
        <source>The backup folder “%1” cannot be made: %2. Make it by hand, or allow writing there.</source>
        <translation>备份文件夹“%1”建不了：%2。请手动建好它，或允许在那里写入。</translation>
    </message>
    <message>
        <source>The backup is made. Saving…</source>
        <translation>备份已完成，正在保存…</translation>
    </message>
    <message>
        <source>The backup was made and checked, but none in the second place. %1</source>
        <translation>备份已完成并检查无误，但第二个位置没有备份成。%1</translation>
    </message>
    <message>
        <source>The calendar file cannot be written. %1</source>
        <translation>日历文件写不了。%1</translation>
    </message>
    <message>
        <source>The calendar file could not be written; it is tried again. %1</source>
        <translation>日历文件没有写成，稍后会再试。%1</translation>
    </message>
    <message>
        <source>The code holds for the file and its copies until the password is changed: then destroy this sheet. If both the password and this sheet are lost, nobody can open the shop any more.</source>
        <translation>在更改密码之前，恢复码对店铺文件和它的备份都有效；更改密码后请销毁这张单子。如果密码忘了，这张单子也丢了，就再也没有人能打开店铺了。</translation>
    </message>
    <message>
        <source>The codes of this column (%1) were taken to say nothing. Say what they mean.</source>
        <translation>这一列的代码（%1）暂当作没有意义。请说明它们的意思。</translation>
    </message>
    <message>
        <source>The codes of this column were read as: %1. Check that this is so.</source>
        <translation>这一列的代码理解为：%1。请核对。</translation>
    </message>
    <message>
        <source>The command was done, but its answer could not be put out: %1.</source>
        <translation>命令已经完成，但结果无法输出：%1。</translation>
    </message>
    <message>
        <source>The computer has run out of memory. Nothing of this change was saved, and what was saved before is untouched. Close other programs, then try again.</source>
        <translation>电脑的内存不够了。这次修改没有保存，之前保存的都完好。请关掉其他程序再试。</translation>
    </message>
    <message>
        <source>The copies are protected by the shop's password. Type it to see them.</source>
        <translation>副本受店铺密码保护。请输入密码以查看。</translation>
    </message>
    <message>
        <source>The copy holds the same customers, purchases and follow-ups as the shop.</source>
        <translation>备份里的客户、购买和跟进与店铺里的一样。</translation>
    </message>
    <message>
        <source>The copy is the shop now (%1).</source>
        <translation>店铺已换成备份（%1）。</translation>
    </message>
    <message>
        <source>The copy “%1” is damaged and was left as it is. Nothing was changed. Choose another copy.</source>
        <translation>备份“%1”已损坏，原样未动。什么都没有改动。请选择另一份备份。</translation>
    </message>
    <message>
        <source>The daily backup</source>
        <translation>每日备份</translation>
    </message>
    <message>
        <source>The date “%1” cannot be read.</source>
        <translation>日期“%1”看不懂。</translation>
    </message>
    <message>
        <source>The demo shop could not be made: %1</source>
        <translation>示例店铺没能建成：%1</translation>
    </message>
    <message>
        <source>The discount “%1” cannot be read.</source>
        <translation>优惠“%1”看不懂。</translation>
    </message>
    <message>
        <source>The disk is full: “%1” was not written. Free some space and try again.</source>
        <translation>磁盘已满，“%1”没有写入。请腾出空间再试。</translation>
    </message>
    <message>
        <source>The disk of “%1” does not take the copy (%2). Connect it anew, or choose another folder.</source>
        <translation>“%1”所在的磁盘写不进备份（%2）。请重新连接它，或换一个文件夹。</translation>
    </message>
    <message>
        <source>The disk that holds this computer's temporary files (%1) is full. This change was not saved, and what was saved before is untouched. Free some space there, then try again.</source>
        <translation>存放电脑临时文件的磁盘（%1）已满。这次修改没有保存，以前保存的都还在。请在那里腾出空间后再试。</translation>
    </message>
    <message>
        <source>The disk that holds “%1” does not answer (%2). Nothing was changed. Check that it is connected, then try again.</source>
        <translation>存放“%1”的磁盘没有响应（%2）。什么都没有改动。请检查磁盘是否连接好，然后再试一次。</translation>
    </message>
    <message>
        <source>The disk that holds “%1” does not answer. Nothing of this change was saved, and what was saved before is untouched. Check that the disk or stick is connected, then try again.</source>
        <translation>存放“%1”的磁盘没有响应。这次修改没有保存，以前保存的都还在。请检查磁盘或 U 盘是否连好，然后再试。</translation>
    </message>
    <message>
        <source>The disk that holds “%1” does not lock the file against other programs, as some network drives do not. Nothing was changed. Copy the shop to a disk of this computer, and open the copy.</source>
        <translation>“%1”所在的磁盘不能防止别的程序同时写入，有些网络盘就是这样。什么都没有改动。请把店铺复制到这台电脑的磁盘上，再打开那份副本。</translation>
    </message>
    <message>
        <source>The disk that holds “%1” is full. This change was not saved, and what was saved before is untouched. Free some space, then save again.</source>
        <translation>存放“%1”的磁盘已满。这次修改没有保存，以前保存的都还在。请腾出空间后再保存。</translation>
    </message>
    <message>
        <source>The drive with “%1” does not answer. Copy the file to this computer, and import that.</source>
        <translation>“%1”所在的网络位置或硬盘没有响应。请先把文件复制到这台电脑，再导入。</translation>
    </message>
    <message numerus="yes">
        <source>The end of the number is the same of %n customer(s)</source>
        <translation><numerusform>%n 位客户的号码后几位相同</numerusform></translation>
    </message>
    <message>
        <source>The export was stopped. No file was written.</source>
        <translation>导出已停止，没有写出文件。</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>店铺文件</translation>
    </message>
    <message>
        <source>The file is broken inside: %1.</source>
        <translation>文件内部已损坏：%1。</translation>
    </message>
    <message>
        <source>The filter: %1.</source>
        <translation>筛选条件：%1。</translation>
    </message>
    <message>
        <source>The first %1 stand here.</source>
        <translation>这里只列出前 %1 条。</translation>
    </message>
    <message>
        <source>The first purchase of this customer.</source>
        <translation>这位客户第一次购买。</translation>
    </message>
    <message>
        <source>The folder of “%1” is not there any more: its disk or stick may have been taken out. This change was not saved. Connect it again, then save again.</source>
        <translation>“%1”所在的文件夹已经不在了：磁盘或 U 盘可能被拔掉了。这次修改没有保存。请重新接上，然后再保存。</translation>
    </message>
    <message>
        <source>The folder “%1” cannot be written to. Choose another folder, or allow writing there.</source>
        <translation>文件夹“%1”不能写入。请换一个文件夹，或允许在那里写入。</translation>
    </message>
    <message>
        <source>The import was stopped. Nothing was written.</source>
        <translation>导入已停止，没有写入任何内容。</translation>
    </message>
    <message>
        <source>The key ring did not let go of the password. Take “CRM Desktop” out of it by hand.</source>
        <translation>钥匙串里的密码没有删掉。请在钥匙串里手动删除“CRM Desktop”。</translation>
    </message>
    <message>
        <source>The key ring did not take the password. Unlock it, then try again.</source>
        <translation>钥匙串没有收下密码。请先把它解锁，再试一次。</translation>
    </message>
    <message>
        <source>The last copy there: %1</source>
        <translation>那里最近的一份：%1</translation>
    </message>
    <message>
        <source>The last copy: %1</source>
        <translation>最近一份备份：%1</translation>
    </message>
    <message>
        <source>The last day comes after the first, at most %1 days later.</source>
        <translation>最后一天要在第一天之后，最多晚 %1 天。</translation>
    </message>
    <message>
        <source>The last purchase was on %1.</source>
        <translation>最近一次购买在 %1。</translation>
    </message>
    <message numerus="yes">
        <source>The list: %n row(s)</source>
        <translation><numerusform>整个列表：%n 行</numerusform></translation>
    </message>
    <message>
        <source>The mapping “%1” cannot be read: %2.</source>
        <translation>对照文件“%1”无法读取：%2。</translation>
    </message>
    <message>
        <source>The mapping “%1” is not an object of headings and fields.</source>
        <translation>对照文件“%1”的内容不是“表头：字段”的对照表。</translation>
    </message>
    <message>
        <source>The name of a day has at most %1 characters.</source>
        <translation>日子的名称最多 %1 个字。</translation>
    </message>
    <message>
        <source>The new password comes from --new-password-file, from $CRM_DESKTOP_NEW_PASSWORD or from a terminal. To have none, say --remove.</source>
        <translation>新密码要从 --new-password-file、$CRM_DESKTOP_NEW_PASSWORD 或终端得到。不要密码就用 --remove。</translation>
    </message>
    <message>
        <source>The new password once more</source>
        <translation>再输一次新密码</translation>
    </message>
    <message>
        <source>The old file is kept: %1</source>
        <translation>原来的文件保留在：%1</translation>
    </message>
    <message>
        <source>The one that you have, whatever its columns are called: choose it, drop it here, or paste its cells. You see what becomes of it before anything is saved.</source>
        <translation>手上的表格就行，列名叫什么都认得：选文件、拖到这里，或者粘贴复制好的单元格。保存之前，先给您看每一行会变成什么。</translation>
    </message>
    <message>
        <source>The other way round</source>
        <translation>反过来</translation>
    </message>
    <message>
        <source>The page Birthdays lists them all.</source>
        <translation>「生日」页里列出了全部。</translation>
    </message>
    <message>
        <source>The page Follow-ups lists them all.</source>
        <translation>「跟进」页里列出了全部。</translation>
    </message>
    <message>
        <source>The pages were not laid out.</source>
        <translation>排版已停止。</translation>
    </message>
    <message>
        <source>The paper cannot be drawn on</source>
        <translation>无法在纸上绘制</translation>
    </message>
    <message numerus="yes">
        <source>The password protects %n more copy(s) now</source>
        <translation><numerusform>又有 %n 份备份有了密码</numerusform></translation>
    </message>
    <message>
        <source>The photo of this card has more than 2 MB, and was left out.</source>
        <translation>这张名片的照片超过 2 MB，没有导入。</translation>
    </message>
    <message>
        <source>The photo of this card is not a JPEG or PNG picture, and was left out.</source>
        <translation>这张名片的照片不是 JPEG 或 PNG 图片，没有导入。</translation>
    </message>
    <message>
        <source>The photo of this card is only an address on the internet. It was not fetched.</source>
        <translation>这张名片的照片只是一个网址，没有去下载。</translation>
    </message>
    <message>
        <source>The price “%1” cannot be read.</source>
        <translation>价格“%1”看不懂。</translation>
    </message>
    <message>
        <source>The printer “%1” does not take the pages. Is it switched on?</source>
        <translation>打印机“%1”没有接收页面。它开着吗？</translation>
    </message>
    <message>
        <source>The quantity “%1” cannot be read.</source>
        <translation>数量“%1”看不懂。</translation>
    </message>
    <message>
        <source>The record of changes could not be read whole, and begins anew: what was done before the rescue cannot be undone in the new file.</source>
        <translation>改动记录没能完整读出，已重新开始：在新文件里，抢救之前的操作不能再撤销。</translation>
    </message>
    <message>
        <source>The recovery code has a slip in it. Compare it with the sheet, group by group.</source>
        <translation>恢复码有误。请和恢复单一组一组地核对。</translation>
    </message>
    <message numerus="yes">
        <source>The same holds for %n copy(s) of it.</source>
        <translation><numerusform>它的 %n 个备份也一样。</numerusform></translation>
    </message>
    <message>
        <source>The same member number belongs to “%1”, whose name is replaced.</source>
        <translation>这个会员号原来属于“%1”，姓名会被替换。</translation>
    </message>
    <message>
        <source>The same person as row %1 of this file</source>
        <translation>与本文件第 %1 行是同一个人</translation>
    </message>
    <message numerus="yes">
        <source>The search does not know %n customer(s) as they are now.</source>
        <translation><numerusform>有 %n 位客户无法按现在的内容搜到。</numerusform></translation>
    </message>
    <message>
        <source>The share of these lines in the %1 that was paid.</source>
        <translation>按所选商品在实付 %1 中的份额。</translation>
    </message>
    <message>
        <source>The sheet of %1</source>
        <translation>%1 的资料</translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have a password now</source>
        <translation><numerusform>店铺和 %n 份备份现在都有密码了</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have no password any more</source>
        <translation><numerusform>店铺和 %n 份备份的密码已移除</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have the new password now</source>
        <translation><numerusform>店铺和 %n 份备份都已换成新密码</numerusform></translation>
    </message>
    <message>
        <source>The shop and its copies are encrypted. Without the password nobody can read them.</source>
        <translation>店铺和它的备份都已加密，没有密码谁也看不到。</translation>
    </message>
    <message>
        <source>The shop has a password</source>
        <translation>店铺已设密码</translation>
    </message>
    <message>
        <source>The shop has a password now</source>
        <translation>店铺现在有密码了</translation>
    </message>
    <message>
        <source>The shop has no password</source>
        <translation>店铺没有密码</translation>
    </message>
    <message>
        <source>The shop has no password any more</source>
        <translation>店铺的密码已移除</translation>
    </message>
    <message>
        <source>The shop has no password: whoever finds a copy can read it.</source>
        <translation>店铺没有设密码：谁捡到备份，谁就能看到里面的内容。</translation>
    </message>
    <message>
        <source>The shop has the new password now</source>
        <translation>店铺已换成新密码</translation>
    </message>
    <message>
        <source>The shop is closed meanwhile, and opens again by itself. Your file is safe whatever happens.</source>
        <translation>这期间店铺是关着的，完成后会自动打开。无论发生什么，您的文件都是安全的。</translation>
    </message>
    <message>
        <source>The shop is locked</source>
        <translation>店铺已上锁</translation>
    </message>
    <message>
        <source>The shop is locked after 1 to %1 minutes, or never.</source>
        <translation>请选择 1 到 %1 分钟后锁定，或从不锁定。</translation>
    </message>
    <message>
        <source>The shop is locked. Unlock it with its password.</source>
        <translation>店铺已锁定，请用密码解锁。</translation>
    </message>
    <message>
        <source>The shop is not open</source>
        <translation>店铺没有打开</translation>
    </message>
    <message>
        <source>The shop is then as it was when the copy was made.</source>
        <translation>店铺会回到制作该副本时的样子。</translation>
    </message>
    <message>
        <source>The shop is then as it was when the copy was made. The damaged file stays beside it.</source>
        <translation>店铺会回到备份时的样子。损坏的文件会保留在旁边。</translation>
    </message>
    <message>
        <source>The shop's file</source>
        <translation>店铺文件</translation>
    </message>
    <message>
        <source>The shop's file and all its copies are encrypted with it. It is asked for whenever the shop is opened.</source>
        <translation>店铺文件和它的所有备份都会用这个密码加密，以后每次打开店铺都要输入。</translation>
    </message>
    <message>
        <source>The shop's file and its copies are written anew without encryption. Whoever has one of them can then read all your customers.</source>
        <translation>店铺文件和它的备份会重新写成不加密的。之后谁拿到其中任何一个，都能看到您的全部客户。</translation>
    </message>
    <message>
        <source>The shop's file is damaged</source>
        <translation>店铺文件已损坏</translation>
    </message>
    <message>
        <source>The shop's file is not there</source>
        <translation>店铺文件不见了</translation>
    </message>
    <message>
        <source>The shop's file was checked, and is in order</source>
        <translation>店铺文件已检查，一切正常</translation>
    </message>
    <message>
        <source>The spreadsheet has cut digits off this phone. Look it up in the original.</source>
        <translation>表格软件把这个电话的数字截断了，请查对原始资料。</translation>
    </message>
    <message>
        <source>The spreadsheet has rounded this number: it was kept, and tells nobody apart.</source>
        <translation>表格软件把这个号码舍入了：原样保留，不用来辨认客户。</translation>
    </message>
    <message>
        <source>The sum of all purchases, refunds subtracted</source>
        <translation>全部购买的合计，已减去退款</translation>
    </message>
    <message>
        <source>The system does not let CRM Desktop use “%1”. Nothing was changed. Allow reading and writing of the file and its folder, then try again.</source>
        <translation>系统不允许 CRM Desktop 使用“%1”。什么都没有改动。请允许读写这个文件和它所在的文件夹，然后再试。</translation>
    </message>
    <message>
        <source>The text holds a broken character and was not saved. Delete it or type it again.</source>
        <translation>文字里有一个残缺的字符，没有保存。请删掉它或重新输入。</translation>
    </message>
    <message>
        <source>The texts take turns: nobody gets the same one twice running.</source>
        <translation>几条祝福轮流使用，同一位客户不会连着收到同一条。</translation>
    </message>
    <message>
        <source>The time “%1” cannot be read.</source>
        <translation>时间“%1”看不懂。</translation>
    </message>
    <message>
        <source>The two passwords differ. Nothing was changed.</source>
        <translation>两次输入的密码不一样。什么都没有改动。</translation>
    </message>
    <message>
        <source>The watched folder is not there. Connect its disk or stick; it is looked for every minute.</source>
        <translation>自动导入文件夹不见了。请接上它所在的磁盘或 U 盘，每分钟会再找一次。</translation>
    </message>
    <message>
        <source>Then CRM Desktop stays as a small icon beside the clock and reminds you of birthdays and follow-ups. This can be changed in Settings.</source>
        <translation>选“留下”，CRM Desktop 会变成时钟旁的小图标，继续提醒您客户的生日和跟进。以后可以在设置里更改。</translation>
    </message>
    <message>
        <source>Then closing makes the window small instead, and CRM Desktop reminds you of birthdays and follow-ups. This can be changed in Settings.</source>
        <translation>选“留下”，关闭窗口时只会把它最小化，CRM Desktop 继续提醒您客户的生日和跟进。以后可以在设置里更改。</translation>
    </message>
    <message>
        <source>There</source>
        <translation>有</translation>
    </message>
    <message>
        <source>There are no cells to paste. Copy some in a spreadsheet first.</source>
        <translation>没有可以粘贴的格子。请先在表格软件里复制几格。</translation>
    </message>
    <message>
        <source>There are no cells to paste. Copy some in the spreadsheet first.</source>
        <translation>没有可粘贴的单元格。请先在表格里复制一些。</translation>
    </message>
    <message>
        <source>There are no fields of your own yet: skin type, pet's name, shoe size…</source>
        <translation>还没有自定义字段，比如皮肤类型、宠物名、鞋码…</translation>
    </message>
    <message>
        <source>There are no labels “%1”. There are: %2.</source>
        <translation>没有“%1”这种标签。可用的有：%2。</translation>
    </message>
    <message>
        <source>There are no tags yet</source>
        <translation>还没有标签</translation>
    </message>
    <message>
        <source>There are no tags yet. Give a customer one with “+ Tag”.</source>
        <translation>还没有标签。在客户详情里点“+ 标签”添加。</translation>
    </message>
    <message>
        <source>There is a field “%1” already.</source>
        <translation>已经有字段“%1”了。</translation>
    </message>
    <message>
        <source>There is a newer copy of this shop: “%1”, last changed %2. What you enter here is missing there.</source>
        <translation>这家店有一个更新的副本：“%1”，最后修改于 %2。在这里录入的内容，那边不会有。</translation>
    </message>
    <message>
        <source>There is a product “%1” already.</source>
        <translation>已经有商品“%1”了。</translation>
    </message>
    <message>
        <source>There is a tag “%1” already.</source>
        <translation>已经有标签“%1”了。</translation>
    </message>
    <message>
        <source>There is a view “%1” already.</source>
        <translation>已经有视图“%1”了。</translation>
    </message>
    <message>
        <source>There is an older copy of this shop: “%1”, last changed %2. This one is the newest.</source>
        <translation>这家店还有一个较旧的副本：“%1”，最后修改于 %2。现在打开的是最新的。</translation>
    </message>
    <message>
        <source>There is another copy of this shop, and each of the two has changes that the other lacks: “%1”, last changed %2. Decide which one to go on with.</source>
        <translation>这家店还有另一个副本，两边各有对方没有的修改：“%1”，最后修改于 %2。请决定以后用哪一个。</translation>
    </message>
    <message>
        <source>There is no change %1 that could be undone.</source>
        <translation>没有可以撤销的修改 %1。</translation>
    </message>
    <message>
        <source>There is no column “%1”. The columns are: %2.</source>
        <translation>没有“%1”这一列。可用的列：%2。</translation>
    </message>
    <message>
        <source>There is no copy of this shop yet. Choose a file, if you have one elsewhere.</source>
        <translation>这家店还没有备份。如果别处有备份文件，可以选择它。</translation>
    </message>
    <message>
        <source>There is no copy yet.</source>
        <translation>还没有备份。</translation>
    </message>
    <message>
        <source>There is no customer %1 in the copy.</source>
        <translation>备份里没有编号为 %1 的客户。</translation>
    </message>
    <message>
        <source>There is no customer in the copy.</source>
        <translation>备份里没有客户。</translation>
    </message>
    <message>
        <source>There is no display to open the window on. “crm-desktop --help” names the commands that need none.</source>
        <translation>这里没有显示屏，打不开窗口。不需要窗口的命令请看“crm-desktop --help”。</translation>
    </message>
    <message>
        <source>There is no field “%1” to map to. The fields: %2.</source>
        <translation>没有名为“%1”的字段。可用的字段：%2。</translation>
    </message>
    <message>
        <source>There is no file “%1”.</source>
        <translation>找不到文件“%1”。</translation>
    </message>
    <message>
        <source>There is no file “%1”. It may have been moved or renamed, or its stick is not connected.</source>
        <translation>没有文件“%1”。它可能被移动或改名了，或者 U 盘没有插好。</translation>
    </message>
    <message>
        <source>There is no folder “%1” to write into.</source>
        <translation>没有可写入的文件夹“%1”。</translation>
    </message>
    <message>
        <source>There is no folder “%1”. Connect its disk or stick, or choose another folder.</source>
        <translation>没有“%1”这个文件夹。请接上它所在的磁盘或 U 盘，或换一个文件夹。</translation>
    </message>
    <message>
        <source>There is no folder “%1”. Connect its disk or stick, or choose another.</source>
        <translation>没有文件夹“%1”。请接上它所在的磁盘或 U 盘，或另选一个。</translation>
    </message>
    <message>
        <source>There is no font on this computer to set the text in. Install one, such as Noto Sans CJK.</source>
        <translation>这台电脑上没有字体，无法排版文字。请安装一种，例如思源黑体（Noto Sans CJK）。</translation>
    </message>
    <message>
        <source>There is no list to print on this page.</source>
        <translation>这一页没有可以打印的列表。</translation>
    </message>
    <message>
        <source>There is no password to be read in the file “%1”.</source>
        <translation>从文件“%1”里读不出密码。</translation>
    </message>
    <message>
        <source>There is no printer on this computer. The pages can be saved as PDF.</source>
        <translation>这台电脑上没有打印机。可以把页面存为 PDF。</translation>
    </message>
    <message>
        <source>There is no such day</source>
        <translation>没有这一天</translation>
    </message>
    <message>
        <source>There is no such kind of reminder.</source>
        <translation>没有这种提醒。</translation>
    </message>
    <message>
        <source>There is none. Whoever gets hold of this computer, of the file or of a copy of it can read all your customers.</source>
        <translation>还没有密码。谁拿到这台电脑、店铺文件或它的备份，都能看到您的全部客户。</translation>
    </message>
    <message>
        <source>There is not enough room beside “%1” for a second file of its size. Nothing was changed. Free some space, then try again.</source>
        <translation>“%1”旁边的空间不够再放一个同样大小的文件。什么都没有改动。请腾出一些空间，然后再试一次。</translation>
    </message>
    <message>
        <source>There is not enough room for a copy of the shop in “%1”. Free some space there, or choose another folder.</source>
        <translation>“%1”里放不下店铺的备份。请腾出一些空间，或换一个文件夹。</translation>
    </message>
    <message>
        <source>There is nothing in this list.</source>
        <translation>列表里没有内容。</translation>
    </message>
    <message>
        <source>There is nothing to print here.</source>
        <translation>这里没有可以打印的内容。</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>没有可以重做的修改。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可以撤销的修改。</translation>
    </message>
    <message>
        <source>There, changed since</source>
        <translation>有，之后改过</translation>
    </message>
    <message>
        <source>These labels need %1 mm across, and the paper has %2.</source>
        <translation>这些标签横向需要 %1 毫米，而纸宽只有 %2 毫米。</translation>
    </message>
    <message>
        <source>These labels need %1 mm down, and the paper has %2.</source>
        <translation>这些标签纵向需要 %1 毫米，而纸高只有 %2 毫米。</translation>
    </message>
    <message>
        <source>This afternoon</source>
        <translation>今天下午</translation>
    </message>
    <message>
        <source>This birthday is in the future.</source>
        <translation>这个生日还没有到来。</translation>
    </message>
    <message>
        <source>This birthday is no longer there.</source>
        <translation>这个生日已不在了。</translation>
    </message>
    <message>
        <source>This cannot be read as a date</source>
        <translation>看不懂这个日期</translation>
    </message>
    <message>
        <source>This card has no end: the file may have been cut off. What is there was read.</source>
        <translation>这张名片没有结尾，文件可能不完整。已读取现有的内容。</translation>
    </message>
    <message>
        <source>This change is undone already.</source>
        <translation>这一项已经撤销了。</translation>
    </message>
    <message>
        <source>This code opens the shop without its password. Keep the sheet with the papers of the shop, and not beside the laptop.</source>
        <translation>凭这个恢复码不用密码也能打开店铺。请把它和店里的证照文件放在一起，不要放在电脑旁边。</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>This computer has no key ring that could keep the password safely.</source>
        <translation>这台电脑没有能安全保存密码的钥匙串。</translation>
    </message>
    <message>
        <source>This copy is damaged. Choose another one.</source>
        <translation>这份备份已损坏，请选择另一份。</translation>
    </message>
    <message>
        <source>This copy was made under another password. Type the one that the shop had then.</source>
        <translation>这份备份是用另一个密码保存的。请输入店铺当时的密码。</translation>
    </message>
    <message>
        <source>This could not be read as a birthday. It was put into the note.</source>
        <translation>看不懂这个生日，已放进备注。</translation>
    </message>
    <message>
        <source>This could not be read as a date. It was put into the note.</source>
        <translation>看不懂这个日期，已放进备注。</translation>
    </message>
    <message>
        <source>This could not be read as a gender. It was put into the note.</source>
        <translation>看不懂这个性别，已放进备注。</translation>
    </message>
    <message>
        <source>This could not be saved. Open the window to see why.</source>
        <translation>没能保存。打开窗口看看原因。</translation>
    </message>
    <message>
        <source>This customer is no longer there. Choose another, or none.</source>
        <translation>这位客户已不在了，请另选一位，或留空。</translation>
    </message>
    <message>
        <source>This customer is no longer there. Choose another.</source>
        <translation>这位客户已不在了，请另选一位。</translation>
    </message>
    <message>
        <source>This customer is no longer there. It may have been deleted; Undo brings it back.</source>
        <translation>这位客户已经不在了。可能已被删除；撤销可以找回来。</translation>
    </message>
    <message>
        <source>This date is no longer there.</source>
        <translation>这个日子已经不在了。</translation>
    </message>
    <message>
        <source>This date lies in the future</source>
        <translation>这个日期还没有到</translation>
    </message>
    <message>
        <source>This day has not come yet.</source>
        <translation>这一天还没有到。</translation>
    </message>
    <message>
        <source>This differs from the new password. Type the same again.</source>
        <translation>两次输入的不一样。请再输一次相同的密码。</translation>
    </message>
    <message>
        <source>This does not fit the field. It was put into the note.</source>
        <translation>与字段不符，已放进备注。</translation>
    </message>
    <message>
        <source>This field is no longer there.</source>
        <translation>这个字段已经不在了。</translation>
    </message>
    <message>
        <source>This file is very long. The first %1 rows are shown; all of them will come in.</source>
        <translation>这个文件很长，这里只显示前 %1 行，导入时全部都会进来。</translation>
    </message>
    <message>
        <source>This folder is copied elsewhere by %1. Have the shop open on one computer at a time, and let %1 finish before you open it on another.</source>
        <translation>这个文件夹会由 %1 同步到别处。请同一时间只在一台电脑上打开这家店；换电脑之前，先等 %1 同步完成。</translation>
    </message>
    <message>
        <source>This follow-up is no longer there. It may have been deleted; Undo brings it back.</source>
        <translation>这条跟进已不在了。可能已被删除，撤销即可找回。</translation>
    </message>
    <message>
        <source>This holds a character that cannot be typed again. Choose another password.</source>
        <translation>里面有打不出来的字符。请换一个密码。</translation>
    </message>
    <message>
        <source>This is a copy of another shop. Put it in this shop's place all the same?</source>
        <translation>这是另一家店的备份。仍然要用它替换这家店吗？</translation>
    </message>
    <message>
        <source>This is a copy of another shop: all of this shop would be gone.</source>
        <translation>这是另一家店的备份：这家店的内容会全部没有。</translation>
    </message>
    <message>
        <source>This is a refund already.</source>
        <translation>这一笔本来就是退款。</translation>
    </message>
    <message>
        <source>This is a refund itself.</source>
        <translation>这一笔本身就是退款。</translation>
    </message>
    <message>
        <source>This is also the day of joining: another program may have filled it in.</source>
        <translation>与注册日期相同，可能是别的软件自动填的。</translation>
    </message>
    <message>
        <source>This is not a JPEG or PNG picture.</source>
        <translation>这不是 JPEG 或 PNG 图片。</translation>
    </message>
    <message>
        <source>This is not a valid phone number: it was kept as it is.</source>
        <translation>这不是有效的电话号码，已原样保留。</translation>
    </message>
    <message>
        <source>This is not the password of the shop.</source>
        <translation>这不是这家店铺的密码。</translation>
    </message>
    <message>
        <source>This is not the password of “%1”.</source>
        <translation>这不是“%1”的密码。</translation>
    </message>
    <message>
        <source>This is on the same disk as the shop: it does not help when that disk dies.</source>
        <translation>它和店铺文件在同一个硬盘上：硬盘坏了，这里的备份也没了。</translation>
    </message>
    <message>
        <source>This is the demo shop. Nobody in it is real: try whatever you like.</source>
        <translation>这是演示店铺，里面的人都是虚构的，随便试。</translation>
    </message>
    <message>
        <source>This is too long for a phone. It was put into the note.</source>
        <translation>作为电话太长了，已放进备注。</translation>
    </message>
    <message>
        <source>This is too long for the field. It was put into the note.</source>
        <translation>内容太长，已放进备注。</translation>
    </message>
    <message>
        <source>This is too long to be saved. Shorten it, or split it in two.</source>
        <translation>内容太长，无法保存。请缩短，或者分成两条。</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>This note is no longer there.</source>
        <translation>这条记录已经不在了。</translation>
    </message>
    <message>
        <source>This product is no longer there. Choose another.</source>
        <translation>这件商品已不在了，请另选一件。</translation>
    </message>
    <message>
        <source>This product is no longer there. It may have been deleted; Undo brings it back.</source>
        <translation>这件商品已不在了。可能已被删除，撤销即可找回。</translation>
    </message>
    <message>
        <source>This purchase has no date.</source>
        <translation>这笔购买没有日期。</translation>
    </message>
    <message>
        <source>This purchase is no longer there. It may have been deleted; Undo brings it back.</source>
        <translation>这笔购买已不在了。可能已被删除，撤销即可找回。</translation>
    </message>
    <message>
        <source>This row</source>
        <translation>这一行</translation>
    </message>
    <message>
        <source>This row does not name a product.</source>
        <translation>这一行没有商品名称。</translation>
    </message>
    <message>
        <source>This row does not say for whom it is.</source>
        <translation>这一行没有写是哪位客户。</translation>
    </message>
    <message>
        <source>This row does not say what is to be done.</source>
        <translation>这一行没有写要做什么。</translation>
    </message>
    <message>
        <source>This row has neither a name nor a phone.</source>
        <translation>这一行既没有姓名也没有电话。</translation>
    </message>
    <message>
        <source>This row has neither an amount nor a price.</source>
        <translation>这一行既没有金额也没有单价。</translation>
    </message>
    <message>
        <source>This row has no date.</source>
        <translation>这一行没有日期。</translation>
    </message>
    <message>
        <source>This shop has no password, so it cannot be locked.</source>
        <translation>这家店铺没有密码，无法锁定。</translation>
    </message>
    <message>
        <source>This shop has something in it already (%1). A whole shop comes into an empty one only: make a new shop, and bring the file in there.</source>
        <translation>这个店里已经有内容了（%1）。整个店只能导入空店：请先新建一个店，再导入这个文件。</translation>
    </message>
    <message>
        <source>This tag is no longer there.</source>
        <translation>这个标签已经不在了。</translation>
    </message>
    <message>
        <source>This text has more than %1 characters.</source>
        <translation>这段文字超过了 %1 个字。</translation>
    </message>
    <message>
        <source>This undid something: Redo brings it back.</source>
        <translation>这是一次撤销：按“重做”可以还原。</translation>
    </message>
    <message>
        <source>This view is no longer there.</source>
        <translation>这个视图已经不在了。</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>This “{” is not closed: a “}” is missing behind the placeholder.</source>
        <translation>这里的“{”没有写完，后面少一个“}”。</translation>
    </message>
    <message>
        <source>This “}” has no “{” before it.</source>
        <translation>这里的“}”前面少一个“{”。</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>星期四</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Tip %1 of %2</source>
        <translation>小提示 %1/%2</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>To bring back only some customers, pick them in the list first</source>
        <translation>只想找回几位客户时，请先在列表里选中他们</translation>
    </message>
    <message>
        <source>To give money back, open the purchase and choose Refund.</source>
        <translation>要退钱给顾客，请打开那笔购买，再点“退款”。</translation>
    </message>
    <message>
        <source>To pay</source>
        <translation>应收</translation>
    </message>
    <message>
        <source>To try it out on plain paper</source>
        <translation>用普通纸试打时有用</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Today · %1</source>
        <translation>今天 · %1</translation>
    </message>
    <message>
        <source>Today's reminders</source>
        <translation>今日提醒</translation>
    </message>
    <message>
        <source>Today's reminders · %1</source>
        <translation>今日提醒 · %1</translation>
    </message>
    <message numerus="yes">
        <source>Today: %n thing(s) to do</source>
        <translation><numerusform>今日：%n 件事</numerusform></translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong passwords were typed. Try again in %n second(s).</source>
        <translation><numerusform>密码输错太多次。请过 %n 秒再试。</numerusform></translation>
    </message>
    <message>
        <source>Too many wrong tries. The next one is possible in %1.</source>
        <translation>输错次数太多，%1 后才能再试。</translation>
    </message>
    <message>
        <source>Too many wrong tries. Wait a little, then try again.</source>
        <translation>输错次数太多。请稍等一会儿再试。</translation>
    </message>
    <message numerus="yes">
        <source>Took the tag “%1” from %n customer(s)</source>
        <translation><numerusform>取下 %n 位客户的标签“%1”</numerusform></translation>
    </message>
    <message>
        <source>Top margin, mm</source>
        <translation>上边距（毫米）</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Total spent</source>
        <translation>累计消费</translation>
    </message>
    <message>
        <source>Total spent…</source>
        <translation>累计消费…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Tu</source>
        <translation>二</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>星期二</translation>
    </message>
    <message>
        <source>Type a birthday where you add a customer, solar or lunar: “1988-10-3”, “八月十五”. Or bring in a sheet that has them.</source>
        <translation>添加客户时可以写上生日，公历农历都行：“1988-10-3”、“八月十五”。也可以导入带生日的表格。</translation>
    </message>
    <message>
        <source>Type a password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>Type the day, for example 5-20, 2015-5-20 or 农历八月十五.</source>
        <translation>请输入日期，例如 5-20、2015-5-20 或 农历八月十五。</translation>
    </message>
    <message>
        <source>Type the last digits of the phone, part of the name, or the first letters of its pinyin. Ctrl+F brings you here from anywhere.</source>
        <translation>输入电话后几位、名字里的字，或者拼音首字母。在哪一页按 Ctrl+F 都能回到这里。</translation>
    </message>
    <message>
        <source>Type the password of this shop.</source>
        <translation>请输入这家店铺的密码。</translation>
    </message>
    <message>
        <source>Typed by you; at most %1 can be given back.</source>
        <translation>由您填写；最多可退 %1。</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Unchanged %1</source>
        <translation>不变 %1</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Undid: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo my change of this cell</source>
        <translation>撤回我对这一格的修改</translation>
    </message>
    <message>
        <source>Undo this</source>
        <translation>撤销这一项</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Undoing: %1</source>
        <translation>正在撤销：%1</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>到 %1</translation>
    </message>
    <message>
        <source>Until now: %1</source>
        <translation>原来是：%1</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Update %1</source>
        <translation>更新 %1</translation>
    </message>
    <message>
        <source>Update who is here already</source>
        <translation>更新已有的</translation>
    </message>
    <message>
        <source>Update “%1”</source>
        <translation>更新“%1”</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Upright</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Use the password</source>
        <translation>改用密码</translation>
    </message>
    <message>
        <source>Use the recovery code</source>
        <translation>改用恢复码</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Values of own fields</source>
        <translation>自定义字段的值</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Very weak</source>
        <translation>很弱</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>到店</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>来店次数</translation>
    </message>
    <message>
        <source>Watched folder</source>
        <translation>自动导入文件夹</translation>
    </message>
    <message>
        <source>Watched folder…</source>
        <translation>自动导入文件夹…</translation>
    </message>
    <message>
        <source>We</source>
        <translation>三</translation>
    </message>
    <message>
        <source>WeChat</source>
        <translation>微信</translation>
    </message>
    <message>
        <source>WeChat Pay</source>
        <translation>微信</translation>
    </message>
    <message>
        <source>WeChat and QQ</source>
        <translation>微信和 QQ</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>Wedding anniversary</source>
        <translation>结婚纪念日</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>星期三</translation>
    </message>
    <message>
        <source>Weeks</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Well kept. What is due next stands under the other parts.</source>
        <translation>很好。接下来要做的在其他几栏里。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What %1 stands for. Where it is empty, the sentence with it is left out.</source>
        <translation>祝福里的 %1 就是这里写的内容；不填时，带它的那句话会自动略去。</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What becomes of this row</source>
        <translation>这一行会变成什么</translation>
    </message>
    <message>
        <source>What belongs to %1 is missing.</source>
        <translation>%1 后面缺少内容。</translation>
    </message>
    <message>
        <source>What came of it; may be left empty</source>
        <translation>结果如何，可不填</translation>
    </message>
    <message>
        <source>What can be chosen, one on each line</source>
        <translation>可选的值，每行一个</translation>
    </message>
    <message>
        <source>What can still be read of the damaged file goes into a new one. Then you see what was read, what is in doubt, and what is lost.</source>
        <translation>把损坏文件里还能读出的内容写进一个新文件，然后告诉您哪些读出了、哪些存疑、哪些丢失了。</translation>
    </message>
    <message>
        <source>What could be read was recovered</source>
        <translation>能读出的内容已抢救</translation>
    </message>
    <message>
        <source>What day it is</source>
        <translation>什么日子</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>往来记录</translation>
    </message>
    <message>
        <source>What is said? Enter notes it</source>
        <translation>聊了什么？回车就记下</translation>
    </message>
    <message>
        <source>What this computer opens with CRM Desktop</source>
        <translation>这台电脑用 CRM Desktop 打开什么</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>What to fill in</source>
        <translation>填什么</translation>
    </message>
    <message>
        <source>What to list</source>
        <translation>列出什么</translation>
    </message>
    <message>
        <source>What to print</source>
        <translation>打印内容</translation>
    </message>
    <message>
        <source>What was bought has at most %1 characters.</source>
        <translation>商品说明最多 %1 个字。</translation>
    </message>
    <message>
        <source>What was changed after it cannot be told: the damaged file does not say so any more.</source>
        <translation>备份之后改了什么已无法得知：损坏的文件里读不出来了。</translation>
    </message>
    <message>
        <source>What was changed after it is not in it.</source>
        <translation>在那之后的改动不在其中。</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>做了什么</translation>
    </message>
    <message>
        <source>What was recovered</source>
        <translation>抢救结果</translation>
    </message>
    <message>
        <source>What was undone</source>
        <translation>撤销的结果</translation>
    </message>
    <message>
        <source>What you mark as done is kept here, with what came of it.</source>
        <translation>完成的跟进连同结果留在这里。</translation>
    </message>
    <message>
        <source>What you typed for %1 is kept, but not saved yet.</source>
        <translation>为 %1 填写的内容还在，但尚未保存。</translation>
    </message>
    <message>
        <source>What you typed would be lost.</source>
        <translation>刚才输入的内容会丢失。</translation>
    </message>
    <message>
        <source>What you wanted to follow up, whose birthday comes, by the lunar calendar too, and who has not been here for long: each with its reason, and done on the spot.</source>
        <translation>该跟进的事、快过生日的人（农历也算）、好久没来的客户，每一条都写明为什么，当场就能办完。</translation>
    </message>
    <message>
        <source>What your shop wants to know of its customers. The fields stand in the form, in the list, and in imports and exports.</source>
        <translation>您的店想记下的客户信息。这些字段会出现在表单、列表、导入和导出中。</translation>
    </message>
    <message>
        <source>What “%1” holds does not fit together: something is there twice, or has a value that is none. Nothing was imported; hand the shop over anew.</source>
        <translation>「%1」里的内容对不上：有重复的，或者有不成立的值。什么都没有导入，请重新导出整个店再试。</translation>
    </message>
    <message>
        <source>Whatever you add, change or delete is listed here, and can be undone even weeks later.</source>
        <translation>添加、修改、删除的一切都会列在这里，几个星期以后也能撤销。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>还有</translation>
    </message>
    <message>
        <source>When the password is forgotten</source>
        <translation>忘记密码时</translation>
    </message>
    <message>
        <source>When the telephone rings</source>
        <translation>电话响起时</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Where a row says nothing:</source>
        <translation>没写的行都填上：</translation>
    </message>
    <message>
        <source>Where the password is asked for, choose “Use the recovery code” and type the code. Capital or small letters, spaces and dashes make no difference.</source>
        <translation>在要求输入密码的地方，选择“改用恢复码”，输入恢复码。大小写、空格和横线都没有关系。</translation>
    </message>
    <message>
        <source>Where would you like to begin?</source>
        <translation>想从哪里开始？</translation>
    </message>
    <message>
        <source>Which customers</source>
        <translation>哪些客户</translation>
    </message>
    <message>
        <source>Which rows</source>
        <translation>哪些行</translation>
    </message>
    <message numerus="yes">
        <source>While you were away for %n day(s)</source>
        <translation><numerusform>您离开的 %n 天里</numerusform></translation>
    </message>
    <message>
        <source>Who calls is shown here once a telephone program tells it.</source>
        <translation>电话软件告诉本软件有来电时，这里就显示是谁打来的。</translation>
    </message>
    <message>
        <source>Who is here already</source>
        <translation>重复时</translation>
    </message>
    <message>
        <source>Whoever calls does not show a number.</source>
        <translation>对方没有显示号码。</translation>
    </message>
    <message>
        <source>Whoever takes the file will not find this password.</source>
        <translation>拿到文件的人试不出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would find this password at once.</source>
        <translation>拿到文件的人一下子就能试出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would find this password within a day.</source>
        <translation>拿到文件的人一天内就能试出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would find this password within a month.</source>
        <translation>拿到文件的人一个月内就能试出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would find this password within a year.</source>
        <translation>拿到文件的人一年内就能试出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would find this password within an hour.</source>
        <translation>拿到文件的人一小时内就能试出这个密码。</translation>
    </message>
    <message>
        <source>Whoever takes the file would need years to find this password.</source>
        <translation>拿到文件的人要好些年才能试出这个密码。</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>整页</translation>
    </message>
    <message>
        <source>Why did I not hear of it?</source>
        <translation>为什么没有提醒我？</translation>
    </message>
    <message>
        <source>Why this day</source>
        <translation>日期说明</translation>
    </message>
    <message>
        <source>Width, mm</source>
        <translation>标签宽（毫米）</translation>
    </message>
    <message>
        <source>With %1</source>
        <translation>商品：%1</translation>
    </message>
    <message>
        <source>With the phone</source>
        <translation>带电话</translation>
    </message>
    <message>
        <source>Without a customer it is a passer-by's purchase.</source>
        <translation>留空就是散客购买。</translation>
    </message>
    <message>
        <source>Without a region</source>
        <translation>没有地区</translation>
    </message>
    <message>
        <source>Without a source</source>
        <translation>没有来源</translation>
    </message>
    <message>
        <source>Without this password nobody can open the shop, nor any of its copies. Print its recovery sheet: in the window, under Safety.</source>
        <translation>没有这个密码，谁也打不开这个店铺和它的备份。请打印恢复单：在窗口的“安全”里。</translation>
    </message>
    <message>
        <source>Words of a change, a customer's name</source>
        <translation>操作里的字、客户姓名</translation>
    </message>
    <message>
        <source>Write a few words first.</source>
        <translation>请先写几个字。</translation>
    </message>
    <message>
        <source>Write something, Enter saves</source>
        <translation>写点什么，回车保存</translation>
    </message>
    <message>
        <source>Write what day it is.</source>
        <translation>请写明是什么日子。</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>正在写入 %1</translation>
    </message>
    <message>
        <source>Writing greetings</source>
        <translation>正在写祝福</translation>
    </message>
    <message>
        <source>Writing the calendar “%1”</source>
        <translation>正在写日历“%1”</translation>
    </message>
    <message>
        <source>Writing the customers</source>
        <translation>正在写入客户</translation>
    </message>
    <message>
        <source>Writing the follow-ups</source>
        <translation>正在写入跟进</translation>
    </message>
    <message>
        <source>Writing the photos</source>
        <translation>正在写入照片</translation>
    </message>
    <message>
        <source>Writing the products</source>
        <translation>正在写入商品</translation>
    </message>
    <message>
        <source>Writing the purchases</source>
        <translation>正在写入购买记录</translation>
    </message>
    <message>
        <source>Writing the shop and its copies anew</source>
        <translation>正在重新写入店铺和备份</translation>
    </message>
    <message>
        <source>Writing the shop anew</source>
        <translation>正在重新写入店铺</translation>
    </message>
    <message>
        <source>Writing the whole shop</source>
        <translation>正在写出整个店</translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n label(s) to %1</source>
        <translation><numerusform>已把 %n 个标签写入 %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation><numerusform>已把 %n 行写入 %1</numerusform></translation>
    </message>
    <message>
        <source>Year</source>
        <translation>年</translation>
    </message>
    <message>
        <source>Yearly date</source>
        <translation>每年的日子</translation>
    </message>
    <message>
        <source>Yearly dates</source>
        <translation>每年的日子</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>年</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>是/否</translation>
    </message>
    <message>
        <source>Yes, stay there</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Yesterday · %1</source>
        <translation>昨天 · %1</translation>
    </message>
    <message>
        <source>Your computer asks you to choose CRM Desktop once more in its own settings.</source>
        <translation>还需要在电脑自己的设置里再选一次 CRM Desktop。</translation>
    </message>
    <message>
        <source>Your computer does not let CRM Desktop change what opens files and links: %1. You can change it in your computer's own settings.</source>
        <translation>电脑不让 CRM Desktop 更改用什么打开文件和链接：%1。您可以在电脑自己的设置里更改。</translation>
    </message>
    <message>
        <source>Your computer does not let CRM Desktop change what starts with it: %1. You can change it in your computer's own settings.</source>
        <translation>电脑不允许 CRM Desktop 更改开机启动的程序：%1。您可以在电脑自己的设置里更改。</translation>
    </message>
    <message>
        <source>Your share of the disk that holds “%1” is used up. This change was not saved, and what was saved before is untouched. Delete something of yours there, then save again.</source>
        <translation>“%1”所在磁盘上分给您的空间用完了。这次修改没有保存，之前保存的都完好。请在那里删掉一些您的文件，然后再保存。</translation>
    </message>
    <message>
        <source>Your shop could be safer</source>
        <translation>您的店铺还可以更安全</translation>
    </message>
    <message>
        <source>Your shop is safe</source>
        <translation>您的店铺很安全</translation>
    </message>
    <message>
        <source>a closed day</source>
        <translation>休息日</translation>
    </message>
    <message>
        <source>a deleted customer</source>
        <translation>已删除的客户</translation>
    </message>
    <message>
        <source>a deleted product</source>
        <translation>已删除的商品</translation>
    </message>
    <message>
        <source>a new customer</source>
        <translation>新客户</translation>
    </message>
    <message>
        <source>a passer-by</source>
        <translation>散客</translation>
    </message>
    <message>
        <source>a purchase of %1</source>
        <translation>%1 的一笔购买</translation>
    </message>
    <message>
        <source>a record has “%1” twice</source>
        <translation>一条记录中“%1”出现了两次</translation>
    </message>
    <message>
        <source>a shop to open, or sheets, or a phone number to look for, as tel:NUMBER</source>
        <translation>要打开的店铺或表格（可以几个），或要找的电话号码，写成 tel:号码</translation>
    </message>
    <message>
        <source>a workbook of the rows that were left out, with the reason</source>
        <translation>没有导入的行，连同原因，存成一个工作簿</translation>
    </message>
    <message>
        <source>add once more</source>
        <translation>再添一条</translation>
    </message>
    <message numerus="yes">
        <source>after %n minute(s) without use</source>
        <translation><numerusform>%n 分钟未使用后</numerusform></translation>
    </message>
    <message>
        <source>also by a copy of another shop</source>
        <translation>即使是另一家店的备份也替换</translation>
    </message>
    <message>
        <source>an answered reminder</source>
        <translation>一条已处理的提醒</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation><numerusform>还有 %n 位</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>and %n other place(s)</source>
        <translation><numerusform>另有 %n 处</numerusform></translation>
    </message>
    <message>
        <source>answer with one JSON value</source>
        <translation>用一个 JSON 值回答</translation>
    </message>
    <message>
        <source>as in the search box; nothing: all customers</source>
        <translation>和搜索框里一样写；不写就是全部客户</translation>
    </message>
    <message>
        <source>as of this day instead of today</source>
        <translation>按这一天算，而不是今天</translation>
    </message>
    <message>
        <source>as recorded; the lines come to %1</source>
        <translation>按记录；明细合计 %1</translation>
    </message>
    <message>
        <source>at most so many; 0: no limit</source>
        <translation>最多几个；0 表示不限</translation>
    </message>
    <message>
        <source>being told</source>
        <translation>正在提醒</translation>
    </message>
    <message>
        <source>birthday</source>
        <translation>生日</translation>
    </message>
    <message>
        <source>birthday in month %1</source>
        <translation>%1 月过生日</translation>
    </message>
    <message>
        <source>birthday, turning %1</source>
        <translation>生日 %1 岁</translation>
    </message>
    <message>
        <source>bought: %1</source>
        <translation>买了 %1</translation>
    </message>
    <message>
        <source>bring back these customers only, with all of theirs</source>
        <translation>只找回这些客户和属于他们的一切</translation>
    </message>
    <message>
        <source>bring back what was undone last</source>
        <translation>重做上次撤销的修改</translation>
    </message>
    <message>
        <source>bring in a spreadsheet</source>
        <translation>导入表格</translation>
    </message>
    <message>
        <source>calendar: birthdays and follow-ups in one .ics</source>
        <translation>calendar：生日和跟进写在同一个 .ics 文件里</translation>
    </message>
    <message>
        <source>check the shop file</source>
        <translation>检查店铺文件</translation>
    </message>
    <message>
        <source>comes every %1 days on average; the last visit was %2 days ago</source>
        <translation>平均每 %1 天来一次，已 %2 天没来</translation>
    </message>
    <message>
        <source>command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>contains “%1”</source>
        <translation>包含“%1”</translation>
    </message>
    <message>
        <source>copy the shop while it is open</source>
        <translation>备份店铺（打开时也可以）</translation>
    </message>
    <message>
        <source>could not be made</source>
        <translation>没有做成</translation>
    </message>
    <message>
        <source>customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>customer %1</source>
        <translation>客户 %1</translation>
    </message>
    <message>
        <source>customers</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>day 1</source>
        <translation>初一</translation>
    </message>
    <message>
        <source>day 10</source>
        <translation>初十</translation>
    </message>
    <message>
        <source>day 11</source>
        <translation>十一</translation>
    </message>
    <message>
        <source>day 12</source>
        <translation>十二</translation>
    </message>
    <message>
        <source>day 13</source>
        <translation>十三</translation>
    </message>
    <message>
        <source>day 14</source>
        <translation>十四</translation>
    </message>
    <message>
        <source>day 15</source>
        <translation>十五</translation>
    </message>
    <message>
        <source>day 16</source>
        <translation>十六</translation>
    </message>
    <message>
        <source>day 17</source>
        <translation>十七</translation>
    </message>
    <message>
        <source>day 18</source>
        <translation>十八</translation>
    </message>
    <message>
        <source>day 19</source>
        <translation>十九</translation>
    </message>
    <message>
        <source>day 2</source>
        <translation>初二</translation>
    </message>
    <message>
        <source>day 20</source>
        <translation>二十</translation>
    </message>
    <message>
        <source>day 21</source>
        <translation>廿一</translation>
    </message>
    <message>
        <source>day 22</source>
        <translation>廿二</translation>
    </message>
    <message>
        <source>day 23</source>
        <translation>廿三</translation>
    </message>
    <message>
        <source>day 24</source>
        <translation>廿四</translation>
    </message>
    <message>
        <source>day 25</source>
        <translation>廿五</translation>
    </message>
    <message>
        <source>day 26</source>
        <translation>廿六</translation>
    </message>
    <message>
        <source>day 27</source>
        <translation>廿七</translation>
    </message>
    <message>
        <source>day 28</source>
        <translation>廿八</translation>
    </message>
    <message>
        <source>day 29</source>
        <translation>廿九</translation>
    </message>
    <message>
        <source>day 3</source>
        <translation>初三</translation>
    </message>
    <message>
        <source>day 30</source>
        <translation>三十</translation>
    </message>
    <message>
        <source>day 4</source>
        <translation>初四</translation>
    </message>
    <message>
        <source>day 5</source>
        <translation>初五</translation>
    </message>
    <message>
        <source>day 6</source>
        <translation>初六</translation>
    </message>
    <message>
        <source>day 7</source>
        <translation>初七</translation>
    </message>
    <message>
        <source>day 8</source>
        <translation>初八</translation>
    </message>
    <message>
        <source>day 9</source>
        <translation>初九</translation>
    </message>
    <message numerus="yes">
        <source>due on %1, %n day(s) ago</source>
        <translation><numerusform>%1到期，逾期 %n 天</numerusform></translation>
    </message>
    <message>
        <source>due to come again</source>
        <translation>该来了</translation>
    </message>
    <message>
        <source>due today</source>
        <translation>今天到期</translation>
    </message>
    <message>
        <source>due today at %1</source>
        <translation>今天 %1 到期</translation>
    </message>
    <message>
        <source>every %1 days</source>
        <translation>每 %1 天</translation>
    </message>
    <message>
        <source>every %1 months</source>
        <translation>每 %1 个月</translation>
    </message>
    <message>
        <source>every %1 weeks</source>
        <translation>每 %1 周</translation>
    </message>
    <message>
        <source>every %1 years</source>
        <translation>每 %1 年</translation>
    </message>
    <message>
        <source>every day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>every month</source>
        <translation>每月</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>every year</source>
        <translation>每年</translation>
    </message>
    <message>
        <source>female</source>
        <translation>女</translation>
    </message>
    <message>
        <source>field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>find customers</source>
        <translation>查找客户</translation>
    </message>
    <message>
        <source>first purchase</source>
        <translation>首次购买</translation>
    </message>
    <message>
        <source>follow-ups</source>
        <translation>跟进</translation>
    </message>
    <message>
        <source>follow-ups in an .ics as things to do, or events</source>
        <translation>.ics 中的跟进：待办事项或日程</translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation><numerusform>已 %n 天</numerusform></translation>
    </message>
    <message>
        <source>from day</source>
        <translation>从哪天</translation>
    </message>
    <message>
        <source>from the due day</source>
        <translation>从到期日算</translation>
    </message>
    <message>
        <source>from when it is done</source>
        <translation>从完成日算</translation>
    </message>
    <message>
        <source>gender unknown</source>
        <translation>性别不明</translation>
    </message>
    <message>
        <source>greeting</source>
        <translation>祝福</translation>
    </message>
    <message>
        <source>guess?</source>
        <translation>猜的？</translation>
    </message>
    <message>
        <source>hand over a list</source>
        <translation>导出列表</translation>
    </message>
    <message>
        <source>here today</source>
        <translation>今天来过</translation>
    </message>
    <message>
        <source>how many</source>
        <translation>多少个</translation>
    </message>
    <message>
        <source>how many days ahead birthdays are told</source>
        <translation>提前几天提醒生日</translation>
    </message>
    <message>
        <source>how many labels across and down a sheet</source>
        <translation>标签纸每行、每列各有几个</translation>
    </message>
    <message>
        <source>how many; nothing: five for each customer</source>
        <translation>多少笔；不写就是每位客户五笔</translation>
    </message>
    <message>
        <source>in %1 days</source>
        <translation>%1 天后</translation>
    </message>
    <message>
        <source>in the ordinary month of that number</source>
        <translation>在同号的平月过</translation>
    </message>
    <message>
        <source>in the year %1</source>
        <translation>%1年</translation>
    </message>
    <message>
        <source>it has more than %1 cells. Split it into parts</source>
        <translation>单元格超过 %1 个，请分成几份</translation>
    </message>
    <message>
        <source>it holds several lists</source>
        <translation>它包含多个列表</translation>
    </message>
    <message>
        <source>it is no list of records with named values</source>
        <translation>它不是带名称的记录列表</translation>
    </message>
    <message>
        <source>its number in the history; nothing: the newest</source>
        <translation>历史里的编号；不写就是最近一次</translation>
    </message>
    <message>
        <source>its records have more than %1 different values</source>
        <translation>记录中的不同项目超过 %1 个</translation>
    </message>
    <message>
        <source>its values lie too deep within each other</source>
        <translation>其中的值嵌套过深</translation>
    </message>
    <message>
        <source>last visit %1</source>
        <translation>最近来店 %1</translation>
    </message>
    <message>
        <source>last visit before %1</source>
        <translation>上次到店早于 %1</translation>
    </message>
    <message>
        <source>leap %1</source>
        <translation>闰%1</translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>不要：%1</translation>
    </message>
    <message>
        <source>line %1 is damaged, or the file was cut off</source>
        <translation>第 %1 行已损坏，或文件不完整</translation>
    </message>
    <message>
        <source>list the newest changes</source>
        <translation>列出最近的修改</translation>
    </message>
    <message>
        <source>lunar %1, %2</source>
        <translation>农历%1%2</translation>
    </message>
    <message>
        <source>lunar %1, %2, %3</source>
        <translation>农历%1年%2%3</translation>
    </message>
    <message>
        <source>lunar %1, %2: %3</source>
        <translation>农历%1%2 %3</translation>
    </message>
    <message>
        <source>lunar %1, %2; the %1 has 29 days %3, so %4: %5</source>
        <translation>%1%2，%3%1只有29天，按%1%4 %5</translation>
    </message>
    <message>
        <source>lunar %1, %2; there is no %1 %3 and the %4 has 29 days, so the %4, %5: %6</source>
        <translation>%1%2，%3无%1，%4只有29天，按%4%5 %6</translation>
    </message>
    <message>
        <source>lunar %1, %2; there is no %1 %3, so the %4, %2: %5</source>
        <translation>%1%2，%3无%1，按%4%2 %5</translation>
    </message>
    <message>
        <source>lunar %1/%2</source>
        <translation>农历%1/%2</translation>
    </message>
    <message>
        <source>lunar leap %1/%2</source>
        <translation>农历闰%1/%2</translation>
    </message>
    <message>
        <source>make a shop of plausible people to look around in</source>
        <translation>造一个演示店铺，供熟悉之用</translation>
    </message>
    <message>
        <source>make an empty shop file</source>
        <translation>建立空的店铺文件</translation>
    </message>
    <message>
        <source>male</source>
        <translation>男</translation>
    </message>
    <message>
        <source>membership anniversary</source>
        <translation>入会纪念日</translation>
    </message>
    <message>
        <source>men</source>
        <translation>男士</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>next on %1 (%2)</source>
        <translation>下次 %1（%2）</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message numerus="yes">
        <source>no backup could be made for %n day(s): %1</source>
        <translation><numerusform>已有 %n 天无法备份：%1</numerusform></translation>
    </message>
    <message>
        <source>no method noted</source>
        <translation>未记付款方式</translation>
    </message>
    <message>
        <source>no password any more</source>
        <translation>不再要密码</translation>
    </message>
    <message>
        <source>no. %1</source>
        <translation>会员号 %1</translation>
    </message>
    <message>
        <source>nobody noted</source>
        <translation>未记店员</translation>
    </message>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>那年不过</translation>
    </message>
    <message numerus="yes">
        <source>not here for %n day(s)</source>
        <translation><numerusform>%n 天没有来</numerusform></translation>
    </message>
    <message>
        <source>not in the product list</source>
        <translation>不在商品表里</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不详</translation>
    </message>
    <message>
        <source>not told by itself: a later announcement said it</source>
        <translation>没有单独提醒：已并入后面的提醒</translation>
    </message>
    <message>
        <source>not told: it was done, put off or deleted before</source>
        <translation>没有提醒：在那之前已完成、推迟或删除</translation>
    </message>
    <message>
        <source>not told: it was more than %1 days ago when the program was next there</source>
        <translation>没有提醒：程序再次打开时已过去 %1 天以上</translation>
    </message>
    <message>
        <source>not told: more than %1 days ago</source>
        <translation>没有提醒：已超过 %1 天</translation>
    </message>
    <message>
        <source>not told: reminders of this kind were switched off</source>
        <translation>没有提醒：这类提醒当时已关闭</translation>
    </message>
    <message>
        <source>of a .csv</source>
        <translation>.csv 的编码</translation>
    </message>
    <message>
        <source>of a .pdf of customers</source>
        <translation>客户 .pdf 的版式</translation>
    </message>
    <message>
        <source>of a used sheet</source>
        <translation>已用过的标签纸从第几个开始</translation>
    </message>
    <message>
        <source>of purchases: a row for each thing bought</source>
        <translation>购买记录：每样商品一行</translation>
    </message>
    <message>
        <source>on 1 March</source>
        <translation>在 3 月 1 日</translation>
    </message>
    <message>
        <source>on 28 February</source>
        <translation>在 2 月 28 日</translation>
    </message>
    <message>
        <source>only those whom the search box would find</source>
        <translation>只要搜索框能找到的</translation>
    </message>
    <message>
        <source>open the window (also without a command)</source>
        <translation>打开窗口（不写命令时也是）</translation>
    </message>
    <message>
        <source>product</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>products</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>purchase</source>
        <translation>购买</translation>
    </message>
    <message>
        <source>purchases</source>
        <translation>购买</translation>
    </message>
    <message>
        <source>put off to %1</source>
        <translation>推迟到 %1</translation>
    </message>
    <message numerus="yes">
        <source>put off to %1, %n day(s) ago; first due on %2</source>
        <translation><numerusform>推迟到%1，已过 %n 天；原定%2</numerusform></translation>
    </message>
    <message>
        <source>put off to today; first due on %1</source>
        <translation>推迟到今天；原定%1</translation>
    </message>
    <message>
        <source>recover what can be read of a damaged shop into a new file</source>
        <translation>把损坏的店铺里还能读出的内容抢救到新文件</translation>
    </message>
    <message>
        <source>region: %1</source>
        <translation>地区：%1</translation>
    </message>
    <message>
        <source>reminders were paused</source>
        <translation>提醒已暂停</translation>
    </message>
    <message>
        <source>replace the shop by a copy, or bring back customers out of one</source>
        <translation>用备份替换店铺，或从备份找回客户</translation>
    </message>
    <message>
        <source>set, change or remove the password</source>
        <translation>设置、更改或取消密码</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>settings, logs and backups</source>
        <translation>放设置、日志和备份的文件夹</translation>
    </message>
    <message>
        <source>show one customer</source>
        <translation>显示一位客户</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>%1 起</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>solar calendar, %1</source>
        <translation>公历%1</translation>
    </message>
    <message>
        <source>some of its characters are damaged</source>
        <translation>部分字符已损坏</translation>
    </message>
    <message>
        <source>source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>special day</source>
        <translation>特别的日子</translation>
    </message>
    <message>
        <source>spent at least %1</source>
        <translation>累计消费不少于 %1</translation>
    </message>
    <message>
        <source>spent at most %1</source>
        <translation>累计消费不超过 %1</translation>
    </message>
    <message>
        <source>such as: a tenth off in your birthday month</source>
        <translation>例如：生日当月全场九折</translation>
    </message>
    <message>
        <source>such as: old system</source>
        <translation>如：老系统</translation>
    </message>
    <message>
        <source>tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>tag: %1</source>
        <translation>标签：%1</translation>
    </message>
    <message>
        <source>take back a change</source>
        <translation>撤销一次修改</translation>
    </message>
    <message>
        <source>tell the version, nothing else</source>
        <translation>只说版本号</translation>
    </message>
    <message>
        <source>tell what would be done, and write nothing</source>
        <translation>只说会做什么，不写入</translation>
    </message>
    <message>
        <source>the computer was asleep</source>
        <translation>电脑在休眠</translation>
    </message>
    <message>
        <source>the copy</source>
        <translation>那份备份</translation>
    </message>
    <message>
        <source>the customer's number, as “find” tells it</source>
        <translation>客户编号，find 会给出</translation>
    </message>
    <message>
        <source>the field “%1”</source>
        <translation>字段“%1”</translation>
    </message>
    <message>
        <source>the file could not be moved away</source>
        <translation>文件没能移走</translation>
    </message>
    <message>
        <source>the file to be made; never written over</source>
        <translation>要新建的文件；已有的绝不覆盖</translation>
    </message>
    <message>
        <source>the file to read; its kind is seen from its content</source>
        <translation>要读的文件；格式看内容自动认出</translation>
    </message>
    <message>
        <source>the file to write; its ending says of what kind</source>
        <translation>要写的文件；后缀决定格式</translation>
    </message>
    <message>
        <source>the first purchase was on %1</source>
        <translation>首次购买在%1</translation>
    </message>
    <message>
        <source>the greeting “%1”</source>
        <translation>祝福“%1”</translation>
    </message>
    <message>
        <source>the language to speak</source>
        <translation>使用的语言</translation>
    </message>
    <message>
        <source>the password from now on</source>
        <translation>今后的密码</translation>
    </message>
    <message>
        <source>the password of the file</source>
        <translation>要导入的文件的密码</translation>
    </message>
    <message>
        <source>the program ended just then; not told again yet</source>
        <translation>程序当时意外结束；还没有再次提醒</translation>
    </message>
    <message>
        <source>the program ended just then; told again at %1</source>
        <translation>程序当时意外结束；%1 又提醒了一次</translation>
    </message>
    <message>
        <source>the program was closed</source>
        <translation>程序没有打开</translation>
    </message>
    <message>
        <source>the recovery code, where the password is lost</source>
        <translation>恢复码，密码丢了时用</translation>
    </message>
    <message>
        <source>the same number makes the same shop</source>
        <translation>数字相同，造出的店铺也相同</translation>
    </message>
    <message numerus="yes">
        <source>the second place for backups took none for %n day(s): %1</source>
        <translation><numerusform>第二个备份位置已有 %n 天没有备份：%1</numerusform></translation>
    </message>
    <message>
        <source>the shop file</source>
        <translation>店铺文件</translation>
    </message>
    <message>
        <source>the shop's password</source>
        <translation>店铺的密码</translation>
    </message>
    <message>
        <source>the tag “%1”</source>
        <translation>标签“%1”</translation>
    </message>
    <message>
        <source>the version of a .vcf</source>
        <translation>.vcf 的版本</translation>
    </message>
    <message>
        <source>the view “%1”</source>
        <translation>视图“%1”</translation>
    </message>
    <message>
        <source>there was nothing to tell</source>
        <translation>没有新的事项要提醒</translation>
    </message>
    <message>
        <source>this year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>to (if several)</source>
        <translation>到（多天时填）</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>told</source>
        <translation>已提醒</translation>
    </message>
    <message>
        <source>told again, after it was put away</source>
        <translation>关闭后又提醒过</translation>
    </message>
    <message>
        <source>told, put away, comes again at %1</source>
        <translation>已提醒，先收起，%1 再提醒</translation>
    </message>
    <message>
        <source>told; put away three times, so it does not come by itself any more</source>
        <translation>已提醒；关闭过三次，不再自动提醒</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>tomorrow, +3, 11-21</source>
        <translation>明天、+3、11-21</translation>
    </message>
    <message>
        <source>tomorrow, +3, Friday 15:00</source>
        <translation>明天、+3、周五 15:00</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>%1 止</translation>
    </message>
    <message>
        <source>until now: %1</source>
        <translation>原来：%1</translation>
    </message>
    <message>
        <source>up to this day instead of today</source>
        <translation>到这一天为止，而不是今天</translation>
    </message>
    <message>
        <source>update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>valued customer</source>
        <translation>贵宾</translation>
    </message>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>wedding anniversary</source>
        <translation>结婚纪念日</translation>
    </message>
    <message>
        <source>what is remembered of a file’s columns</source>
        <translation>记住的文件列对应关系</translation>
    </message>
    <message>
        <source>what the file holds; shop: a whole one, into an empty one</source>
        <translation>文件里是什么；shop：整个店铺，导入空店铺</translation>
    </message>
    <message>
        <source>what to do with customers who are there already</source>
        <translation>已有的客户怎么办</translation>
    </message>
    <message>
        <source>what to fill in</source>
        <translation>填什么</translation>
    </message>
    <message>
        <source>what today asks for</source>
        <translation>今天要做的事</translation>
    </message>
    <message>
        <source>what was told of the day's reminders and when, and what was not and why</source>
        <translation>提醒过什么、何时提醒，没有提醒的又是为什么</translation>
    </message>
    <message>
        <source>where to; nothing: into the folder of backups</source>
        <translation>存到哪里；不写就存进备份文件夹</translation>
    </message>
    <message>
        <source>which columns, in which order</source>
        <translation>哪些列，按什么顺序</translation>
    </message>
    <message>
        <source>which sheet of a workbook</source>
        <translation>工作簿里的哪张表</translation>
    </message>
    <message>
        <source>without a region</source>
        <translation>没有地区</translation>
    </message>
    <message>
        <source>without a source</source>
        <translation>没有来源</translation>
    </message>
    <message>
        <source>without a window, to remind only</source>
        <translation>不开窗口，只做提醒</translation>
    </message>
    <message>
        <source>women</source>
        <translation>女士</translation>
    </message>
    <message>
        <source>write the customer's sheet as well</source>
        <translation>同时写出客户资料单</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>“%1” can no longer be read as a whole. A disk or stick that wears out does that, or one that was pulled out while it was being written to. The file was left as it is, and nothing is written to it any more.</source>
        <translation>“%1”已不能完整读出。磁盘或 U 盘老化，或正在写入时被拔出，都会这样。文件保持原样，也不会再写入任何内容。</translation>
    </message>
    <message>
        <source>“%1” cannot be made in that folder: %2. Choose another folder.</source>
        <translation>无法在那个文件夹里建立“%1”：%2。请换一个文件夹。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened. Check that the folder is still there and that you may read and write in it.</source>
        <translation>打不开“%1”。请检查文件夹是否还在，以及您是否有读写的权限。</translation>
    </message>
    <message>
        <source>“%1” cannot be read: %2. Nothing was changed.</source>
        <translation>“%1”无法读取：%2。什么也没有改动。</translation>
    </message>
    <message>
        <source>“%1” cannot be replaced: its folder is read-only. Nothing was changed.</source>
        <translation>“%1”无法替换：所在的文件夹是只读的。什么都没有改动。</translation>
    </message>
    <message>
        <source>“%1” cannot be written to: %2. Choose another folder, or allow writing there.</source>
        <translation>“%1”无法写入：%2。请选择其他文件夹，或允许写入该文件夹。</translation>
    </message>
    <message>
        <source>“%1” cannot be written to: %2. Nothing was changed.</source>
        <translation>“%1”无法写入：%2。没有任何改动。</translation>
    </message>
    <message>
        <source>“%1” cannot be written to: the disk or the file is read-only. Nothing was changed. Copy the file to a disk that can be written, and open the copy.</source>
        <translation>“%1”无法写入：磁盘或文件是只读的。什么也没有改动。请把文件复制到可写的磁盘，再打开复制的文件。</translation>
    </message>
    <message>
        <source>“%1” could not be read (%2). Copy it to this computer and try again.</source>
        <translation>“%1”读取失败（%2）。请把它复制到这台电脑上再试。</translation>
    </message>
    <message>
        <source>“%1” could not be read as a list: %2.</source>
        <translation>无法将“%1”作为列表读取：%2。</translation>
    </message>
    <message>
        <source>“%1” could not be written: %2.</source>
        <translation>“%1”写入失败：%2。</translation>
    </message>
    <message>
        <source>“%1” does not fit this field.</source>
        <translation>“%1”不适合这个字段。</translation>
    </message>
    <message>
        <source>“%1” does not hold a whole shop of CRM Desktop.</source>
        <translation>「%1」不是本软件导出的整个店。</translation>
    </message>
    <message>
        <source>“%1” does not open with this password. Check it and try again.</source>
        <translation>用这个密码打不开“%1”。请核对后再试。</translation>
    </message>
    <message>
        <source>“%1” exists already and was left as it is. Choose another name.</source>
        <translation>“%1”已经存在，没有动它。请换一个名字。</translation>
    </message>
    <message>
        <source>“%1” exists already and was left as it is. Nothing was changed.</source>
        <translation>“%1”已经存在，原样未动。什么都没有改动。</translation>
    </message>
    <message>
        <source>“%1” for %2 is done.</source>
        <translation>%2 的“%1”完成了。</translation>
    </message>
    <message>
        <source>“%1” for %2, due on %3</source>
        <translation>%2：“%1”，%3 到期</translation>
    </message>
    <message>
        <source>“%1” has a cell far away from its table (%2). Delete the empty rows and columns around the table, save the file, and import it then.</source>
        <translation>“%1”在离表格很远的地方（%2）有一个单元格。请删除表格四周的空行和空列，保存后再导入。</translation>
    </message>
    <message>
        <source>“%1” has a line of more than 64 MB: it is no table.</source>
        <translation>“%1”中有一行超过 64 MB：它不是表格。</translation>
    </message>
    <message>
        <source>“%1” has a table that is too large to be read. Split it into parts.</source>
        <translation>“%1”中的表格太大，无法读取。请拆分成几部分。</translation>
    </message>
    <message>
        <source>“%1” has contents that are not safe to read. Open it in Excel, and save it as .xlsx.</source>
        <translation>“%1”含有不安全的内容。请用 Excel 打开，另存为 .xlsx 后再导入。</translation>
    </message>
    <message>
        <source>“%1” has grown as large as its disk or this computer lets a file be. This change was not saved, and what was saved before is untouched. Copy the shop to another disk, and open the copy.</source>
        <translation>“%1”已经大到这块磁盘或这台电脑允许的上限。这次修改没有保存，之前保存的都完好。请把店铺复制到另一块磁盘，再打开那份副本。</translation>
    </message>
    <message>
        <source>“%1” has headings but no rows below them: there is nothing to import.</source>
        <translation>“%1”只有表头，下面没有数据，没有可以导入的内容。</translation>
    </message>
    <message>
        <source>“%1” has no ending that says its format. Use .xlsx, .csv or .json.</source>
        <translation>从“%1”的扩展名看不出格式，请用 .xlsx、.csv 或 .json。</translation>
    </message>
    <message>
        <source>“%1” has no password any more: whoever has the file can read it.</source>
        <translation>“%1”没有密码了：谁拿到文件都能看。</translation>
    </message>
    <message>
        <source>“%1” has no password.</source>
        <translation>“%1”没有密码。</translation>
    </message>
    <message>
        <source>“%1” has no sheet with a table.</source>
        <translation>“%1”里没有带表格的工作表。</translation>
    </message>
    <message>
        <source>“%1” has no sheet “%2” any more. Hand the shop over anew, and leave its sheets as they are.</source>
        <translation>「%1」里没有工作表「%2」了。请重新导出整个店，不要删改里面的工作表。</translation>
    </message>
    <message>
        <source>“%1” has no sheet “%2”. Its sheets: %3.</source>
        <translation>“%1”里没有工作表“%2”。现有工作表：%3。</translation>
    </message>
    <message>
        <source>“%1” has no sheets, so there is no “%2” in it. Leave the sheet out.</source>
        <translation>“%1”不分工作表，里面没有“%2”。请不要指定工作表。</translation>
    </message>
    <message>
        <source>“%1” has the same phone, so both are kept, side by side.</source>
        <translation>“%1”用的是同一个电话，姓名不同，两位都保留。</translation>
    </message>
    <message>
        <source>“%1” holds a whole shop, with everything in it.</source>
        <translation>“%1”是整个店铺的全部数据。</translation>
    </message>
    <message>
        <source>“%1” holds a whole shop. Bring it in as one: “Bring in a whole shop…” in the menu, or crm-desktop import shop.</source>
        <translation>“%1”里是整个店铺的数据。请用菜单里的“导入整个店…”，或 crm-desktop import shop，把它整个导入。</translation>
    </message>
    <message>
        <source>“%1” holds contact cards with nothing in them.</source>
        <translation>“%1”中的名片都是空的。</translation>
    </message>
    <message>
        <source>“%1” holds more than %2 contacts. Split it into parts.</source>
        <translation>“%1”中的联系人超过 %2 个。请拆分成几部分。</translation>
    </message>
    <message>
        <source>“%1” is a copy of another shop, whose customers have other numbers. Nothing was changed. Say expressly that they are to be brought into this one.</source>
        <translation>“%1”是另一家店的副本，其中客户的编号与本店不同。什么也没有改动。如果确实要把这些客户带进本店，请明确说明。</translation>
    </message>
    <message>
        <source>“%1” is a copy of another shop. Nothing was changed. Open it as a shop of its own, or say expressly that it is to replace this one.</source>
        <translation>“%1”是另一家店的备份。什么都没有改动。可以把它作为另一家店打开，或者明确要求用它替换这一家。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Choose a file inside it.</source>
        <translation>“%1”是一个文件夹，请选择里面的文件。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Give the file another name.</source>
        <translation>“%1”是一个文件夹，请给文件换个名字。</translation>
    </message>
    <message>
        <source>“%1” is a new file, checked and sound. Customers: %2, purchases: %3.</source>
        <translation>新文件“%1”已检查，完好。客户 %2 位，购买 %3 笔。</translation>
    </message>
    <message>
        <source>“%1” is a packed archive, not a table. Unpack it and import the table inside.</source>
        <translation>“%1”是压缩包，不是表格。请先解压，再导入里面的表格。</translation>
    </message>
    <message>
        <source>“%1” is a picture, not a table. Nothing was imported.</source>
        <translation>“%1”是图片，不是表格。没有导入任何内容。</translation>
    </message>
    <message>
        <source>“%1” is a presentation, not a table. Copy its table into a spreadsheet and save that.</source>
        <translation>“%1”是演示文稿，不是表格。请把里面的表格复制到电子表格里，保存后再导入。</translation>
    </message>
    <message>
        <source>“%1” is a text document, not a table. Copy its table into a spreadsheet and save that.</source>
        <translation>“%1”是文字文档，不是表格。请把里面的表格复制到电子表格中保存。</translation>
    </message>
    <message>
        <source>“%1” is a web page without a table. Save the list itself as .xlsx, and import that.</source>
        <translation>“%1”是一个没有表格的网页。请把名单本身另存为 .xlsx 再导入。</translation>
    </message>
    <message>
        <source>“%1” is as it was. %2</source>
        <translation>“%1”还是原样。%2</translation>
    </message>
    <message>
        <source>“%1” is being looked through just now, as at each start. Nothing was changed; try again in a moment.</source>
        <translation>正在检查“%1”，每次打开都会这样。什么都没有改动；请稍后再试。</translation>
    </message>
    <message>
        <source>“%1” is being worked on by another program just now: its password is changed, or a copy is brought back. Try again in a moment.</source>
        <translation>另一个程序正在处理“%1”：正在修改密码，或正在恢复备份。请稍后再试。</translation>
    </message>
    <message>
        <source>“%1” is closed, and all windows are put away. Type the password, and everything is as you left it.</source>
        <translation>“%1”已关闭，所有窗口都已收起。输入密码后，一切还是您离开时的样子。</translation>
    </message>
    <message>
        <source>“%1” is damaged and was left as it is. Open the newest backup, or ask for help before you try anything else with this file.</source>
        <translation>“%1”已损坏，没有动它。请打开最新的备份；对这个文件做别的尝试之前，请先求助。</translation>
    </message>
    <message>
        <source>“%1” is damaged or was not copied to its end. Nothing was imported; open it in Excel or WPS, save it again as .xlsx, and import that.</source>
        <translation>“%1”已损坏，或者没有复制完整。没有导入任何内容；请用 Excel 或 WPS 打开，重新另存为 .xlsx 再导入。</translation>
    </message>
    <message>
        <source>“%1” is empty, or another program has written over it. The file was left as it is, and nothing is written to it any more.</source>
        <translation>“%1”是空的，或者被其他程序覆盖了。文件保持原样，不会再写入任何内容。</translation>
    </message>
    <message>
        <source>“%1” is empty: there is nothing in it to import.</source>
        <translation>“%1”是空的，没有可以导入的内容。</translation>
    </message>
    <message>
        <source>“%1” is longer than the %2 characters that fit.</source>
        <translation>“%1”太长，最多 %2 个字。</translation>
    </message>
    <message>
        <source>“%1” is neither a workbook nor readable text. Save it as .xlsx and import that.</source>
        <translation>“%1”既不是工作簿，也不是可读的文本。请另存为 .xlsx 再导入。</translation>
    </message>
    <message>
        <source>“%1” is neither yes nor no.</source>
        <translation>“%1”既不是“是”也不是“否”。</translation>
    </message>
    <message>
        <source>“%1” is no placeholder. Did you mean “%2”?</source>
        <translation>“%1”不能自动填写。您是想写“%2”吗？</translation>
    </message>
    <message>
        <source>“%1” is no placeholder; it stays in the text as it is.</source>
        <translation>“%1”不能自动填写，会原样留在祝福里。</translation>
    </message>
    <message>
        <source>“%1” is no time of the day. Write times as 9:00 or 15:30.</source>
        <translation>“%1”不是一个时间。请写成 9:00 或 15:30 这样。</translation>
    </message>
    <message>
        <source>“%1” is not a date like 2026-11-21</source>
        <translation>“%1”不是 2026-11-21 这样的日期</translation>
    </message>
    <message>
        <source>“%1” is not a date with its year.</source>
        <translation>“%1”不是带年份的日期。</translation>
    </message>
    <message>
        <source>“%1” is not a day. Type today 15:20, 11-21 or 2026-11-21.</source>
        <translation>看不懂日期“%1”。可填 今天 15:20、11-21 或 2026-11-21。</translation>
    </message>
    <message>
        <source>“%1” is not a day. Type tomorrow, +3, Friday or 11-21, and a time if you like.</source>
        <translation>看不懂日期“%1”。可填 明天、+3、周五 或 11-21，也可以加时间。</translation>
    </message>
    <message>
        <source>“%1” is not a file that can be read.</source>
        <translation>“%1”不是可以读取的文件。</translation>
    </message>
    <message>
        <source>“%1” is not a number</source>
        <translation>“%1”不是数字</translation>
    </message>
    <message>
        <source>“%1” is not a number.</source>
        <translation>“%1”不是数字。</translation>
    </message>
    <message>
        <source>“%1” is not a picture that can be read.</source>
        <translation>“%1”不是能读取的图片。</translation>
    </message>
    <message>
        <source>“%1” is not a quantity. Type a number, such as 2 or 0.5.</source>
        <translation>“%1”不是数量。请填数字，如 2 或 0.5。</translation>
    </message>
    <message>
        <source>“%1” is not a shop file. It was left as it is. Choose a file that CRM Desktop has made; spreadsheets are brought in by Import.</source>
        <translation>“%1”不是店铺文件，没有动它。请选择本程序建立的文件；表格请用“导入”。</translation>
    </message>
    <message>
        <source>“%1” is not a table that can be imported. Tables are .xlsx, .xls, .ods, .csv and .txt files, and phone books .vcf files.</source>
        <translation>“%1”不是可以导入的表格。可以导入的有 .xlsx、.xls、.ods、.csv、.txt 表格和 .vcf 通讯录。</translation>
    </message>
    <message>
        <source>“%1” is not a whole number of at most 15 digits</source>
        <translation>“%1”不是 15 位以内的整数</translation>
    </message>
    <message>
        <source>“%1” is not an amount of money.</source>
        <translation>“%1”不是金额。</translation>
    </message>
    <message>
        <source>“%1” is not an amount of money. Type a number, such as 128 or 35.50.</source>
        <translation>“%1”不是金额。请填数字，如 128 或 35.50。</translation>
    </message>
    <message>
        <source>“%1” is not one of the choices.</source>
        <translation>“%1”不在可选项之中。</translation>
    </message>
    <message>
        <source>“%1” is not open anywhere else any more.</source>
        <translation>“%1”已经没有在别处打开了。</translation>
    </message>
    <message>
        <source>“%1” is not there any more.</source>
        <translation>“%1”已经不在了。</translation>
    </message>
    <message>
        <source>“%1” is not understood.</source>
        <translation>看不懂“%1”。</translation>
    </message>
    <message>
        <source>“%1” is open in another program and was left as it is. Choose another name.</source>
        <translation>“%1”正被其他程序打开，未作改动。请换一个名称。</translation>
    </message>
    <message>
        <source>“%1” is open in another program. Close it there, and try again.</source>
        <translation>“%1”正在被另一个程序打开。请先在那里关闭，再试一次。</translation>
    </message>
    <message>
        <source>“%1” is open in another program. Nothing was changed. Close it there, then try again.</source>
        <translation>“%1”正在另一个程序里打开。什么都没有改动。请先在那边关闭，然后再试一次。</translation>
    </message>
    <message>
        <source>“%1” is open in another window of this computer since %2 (%3). Here it can be looked at; nothing can be changed.</source>
        <translation>“%1”从 %2 起已在这台电脑的另一个窗口打开（%3）。这里只能查看，不能修改。</translation>
    </message>
    <message>
        <source>“%1” is open in another window. Here it can be looked at; nothing can be changed.</source>
        <translation>“%1”已在另一个窗口打开。这里只能查看，不能修改。</translation>
    </message>
    <message>
        <source>“%1” is open on the computer “%2” since %3 (%4). Here it can be looked at; nothing can be changed.</source>
        <translation>“%1”从 %3 起已在电脑“%2”上打开（%4）。这里只能查看，不能修改。</translation>
    </message>
    <message>
        <source>“%1” is open on the computer “%2” since %3 (%4). Nothing was changed; close it there, then try again.</source>
        <translation>“%1”从 %3 起在电脑“%2”上打开着（%4）。没有做任何修改；请先在那边关闭，再试一次。</translation>
    </message>
    <message>
        <source>“%1” is protected by a password, and none was given.</source>
        <translation>“%1”有密码保护，但没有给出密码。</translation>
    </message>
    <message>
        <source>“%1” is protected by a password.</source>
        <translation>“%1”有密码保护。</translation>
    </message>
    <message>
        <source>“%1” is protected by a password. Give the password, or save it without one in Excel.</source>
        <translation>“%1”有密码保护。请输入密码，或在 Excel 里去掉密码后保存。</translation>
    </message>
    <message>
        <source>“%1” is protected by a password. Open it, and CRM Desktop reminds you again.</source>
        <translation>“%1”有密码保护。打开它以后，CRM Desktop 会继续提醒您。</translation>
    </message>
    <message>
        <source>“%1” is protected in a way that cannot be opened here, or it is damaged. Open it in Excel, remove the password, and save it.</source>
        <translation>“%1”的保护方式在这里无法打开，或者文件已损坏。请用 Excel 打开，去掉密码后保存。</translation>
    </message>
    <message>
        <source>“%1” is the shop itself. Choose a copy of it.</source>
        <translation>“%1”就是店铺文件本身。请选择它的备份。</translation>
    </message>
    <message>
        <source>“%1” is the shop itself. Choose another name for the copy.</source>
        <translation>“%1”就是店铺文件本身。请给备份另取一个名字。</translation>
    </message>
    <message>
        <source>“%1” is too large to import (%2 MB). Split it into parts.</source>
        <translation>“%1”太大（%2 MB），无法导入。请拆成几个文件。</translation>
    </message>
    <message>
        <source>“%1” is whole.</source>
        <translation>“%1”完好无损。</translation>
    </message>
    <message>
        <source>“%1” lies on another computer's disk (%2) which cannot keep two programs from writing at the same time, so it was not opened. Copy the file to a disk of this computer, and open the copy.</source>
        <translation>“%1”在另一台电脑的磁盘上（%2），那里无法防止两个程序同时写入，所以没有打开。请把文件复制到这台电脑的磁盘上，再打开复制的文件。</translation>
    </message>
    <message>
        <source>“%1” lies where nothing can be written. Here it can be looked at; nothing can be changed.</source>
        <translation>“%1”所在的位置不能写入。这里只能查看，不能修改。</translation>
    </message>
    <message>
        <source>“%1” may not be read just now. If it is open in another program, close it there; it is tried again every minute.</source>
        <translation>现在读不了“%1”。如果它正在别的程序里打开，请在那里关闭，每分钟会再试一次。</translation>
    </message>
    <message>
        <source>“%1” may not be read. If it is open in another program, close it there and try again.</source>
        <translation>没有权限读取“%1”。如果它正在别的程序里打开，请先关闭再试。</translation>
    </message>
    <message>
        <source>“%1” may not be written. If it is open in another program, close it there; otherwise choose another folder or name.</source>
        <translation>没有权限写入“%1”。如果它正在别的程序里打开，请先关闭；否则请换一个文件夹或名字。</translation>
    </message>
    <message>
        <source>“%1” opens with the new password only.</source>
        <translation>“%1”现在只能用新密码打开。</translation>
    </message>
    <message numerus="yes">
        <source>“%1” stands in %n more row(s).</source>
        <translation><numerusform>还有 %n 行也是“%1”。</numerusform></translation>
    </message>
    <message>
        <source>“%1” was changed while it was being read. Nothing was imported; try again when it is at rest.</source>
        <translation>“%1”在读取时被更改了。没有导入任何内容，请等它不再变动后重试。</translation>
    </message>
    <message>
        <source>“%1” was changed while it was being read. Try again; nothing was imported.</source>
        <translation>读取“%1”时，它被改动了。请再试一次；没有导入任何内容。</translation>
    </message>
    <message>
        <source>“%1” was left as it was: %2</source>
        <translation>“%1”没有改动：%2</translation>
    </message>
    <message>
        <source>“%1” was made by a newer version of CRM Desktop and was left as it is. Install the newest version, then open it again.</source>
        <translation>“%1”由更新的版本建立，没有动它。请安装最新版本后再打开。</translation>
    </message>
    <message>
        <source>“%1” was made by a newer version of CRM Desktop. Install the newest version, and try again.</source>
        <translation>「%1」是更新版本的软件做的。请装上最新版本再试。</translation>
    </message>
    <message>
        <source>“%1” was made by an older version of CRM Desktop and is brought up to date when it is opened, but not now. %2</source>
        <translation>“%1”是旧版 CRM Desktop 做的，打开时需要更新，但现在无法更新。%2</translation>
    </message>
    <message>
        <source>“%1” was moved or deleted while it was being read. Put it back, and try again; nothing was imported.</source>
        <translation>读取“%1”时，它被移走或删除了。请放回原处再试一次；没有导入任何内容。</translation>
    </message>
    <message>
        <source>“%1” was moved, renamed, deleted or replaced while it was open, or its disk was taken out. This change was not saved. Put the file back where it was, or open it where it is now.</source>
        <translation>“%1”在打开期间被移动、改名、删除或替换了，或者所在的磁盘被拔掉了。这次修改没有保存。请把文件放回原处，或者到它现在的位置打开。</translation>
    </message>
    <message>
        <source>“%1” was not closed properly, and is being checked just now. Nothing was changed; try again in a moment.</source>
        <translation>“%1”上次没有正常关闭，正在检查。什么都没有改动，请稍后再试。</translation>
    </message>
    <message>
        <source>“%1” was not closed properly, and lies where nothing can be written. Copy it, with all that has its name and another ending, to a disk that can be written, and open the copy.</source>
        <translation>“%1”上次没有正常关闭，而它所在的位置不能写入。请把它和同名、结尾不同的文件一起复制到可以写入的磁盘上，再打开复制的文件。</translation>
    </message>
    <message>
        <source>“%1” was not understood as a birthday. Try 1988-3-5, 3-5 or 农历八月十五.</source>
        <translation>看不懂生日“%1”。请试试 1988-3-5、3-5 或 农历八月十五。</translation>
    </message>
    <message>
        <source>“%1” was replaced or moved while it was open here, perhaps by what copies its folder. What you see is the file from before, and nothing more is saved to it.</source>
        <translation>“%1”在这里打开期间被替换或移走了，可能是同步文件夹的软件造成的。现在看到的是原来的文件，之后的内容不会再保存进去。</translation>
    </message>
    <message>
        <source>“%1” would unpack to more than this computer can hold. Nothing was imported.</source>
        <translation>“%1”解压后会超出这台电脑的容量。没有导入任何内容。</translation>
    </message>
    <message>
        <source>“Call” goes on to use your telephone program. Switched off, what opened these before opens them again.</source>
        <translation>“打电话”仍然用您的电话软件。关掉以后，还是由原来的软件打开。</translation>
    </message>
    <message>
        <source>✓ %1</source>
        <translation>✓ %1</translation>
    </message>
    <message>
        <source>✓ Greeted</source>
        <translation>✓ 已祝福</translation>
    </message>
</context>
</TS>
