<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CRM Desktop</name>
    <message numerus="yes">
        <source>%1 %2, %n customer(s), %3 MB</source>
        <translation><numerusform>%1 %2, %n customer, %3 MB</numerusform><numerusform>%1 %2, %n customers, %3 MB</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n year(s)</source>
        <translation><numerusform>%1 · %n year</numerusform><numerusform>%1 · %n years</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 · every %n day(s) on average</source>
        <translation><numerusform>%1 · every %n day on average</numerusform><numerusform>%1 · every %n days on average</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n day(s) ahead</source>
        <translation><numerusform>%1, %n day ahead</numerusform><numerusform>%1, %n days ahead</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n year(s)</source>
        <translation><numerusform>%1, %n year</numerusform><numerusform>%1, %n years</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1: %n thing(s) to do today</source>
        <translation><numerusform>%1: %n thing to do today</numerusform><numerusform>%1: %n things to do today</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n birthday(s)</source>
        <translation><numerusform>%n birthday</numerusform><numerusform>%n birthdays</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n birthday(s) selected</source>
        <translation><numerusform>%n birthday selected</numerusform><numerusform>%n birthdays selected</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came. Who it was, you see here once the shop is open.</source>
        <translation><numerusform>%n call came. Who it was, you see here once the shop is open.</numerusform><numerusform>%n calls came. Who it was, you see here once the shop is open.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that only this copy has</source>
        <translation><numerusform>%n change that only this copy has</numerusform><numerusform>%n changes that only this copy has</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that this copy does not have</source>
        <translation><numerusform>%n change that this copy does not have</numerusform><numerusform>%n changes that this copy does not have</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n copy(s) without a password: whoever finds one can read it.</source>
        <translation><numerusform>%n copy without a password: whoever finds one can read it.</numerusform><numerusform>%n copies without a password: whoever finds one can read it.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s)</source>
        <translation><numerusform>%n customer</numerusform><numerusform>%n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) added since would be gone</source>
        <translation><numerusform>%n customer added since would be gone</numerusform><numerusform>%n customers added since would be gone</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) changed since would be as they were</source>
        <translation><numerusform>%n customer changed since would be as before</numerusform><numerusform>%n customers changed since would be as they were</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) found</source>
        <translation><numerusform>%n customer found</numerusform><numerusform>%n customers found</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) have this number</source>
        <translation><numerusform>%n customer has this number</numerusform><numerusform>%n customers have this number</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) selected</source>
        <translation><numerusform>%n customer selected</numerusform><numerusform>%n customers selected</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n customer(s) without an address left out</source>
        <translation><numerusform>%n customer without an address left out</numerusform><numerusform>%n customers without an address left out</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation><numerusform>%n day</numerusform><numerusform>%n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) after it is done</source>
        <translation><numerusform>%n day after it is done</numerusform><numerusform>%n days after it is done</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation><numerusform>%n day ago</numerusform><numerusform>%n days ago</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) away</source>
        <translation><numerusform>%n day away</numerusform><numerusform>%n days away</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) overdue</source>
        <translation><numerusform>%n day overdue</numerusform><numerusform>%n days overdue</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted customer(s) would be back</source>
        <translation><numerusform>%n deleted customer would be back</numerusform><numerusform>%n deleted customers would be back</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted follow-up(s) would be back</source>
        <translation><numerusform>%n deleted follow-up would be back</numerusform><numerusform>%n deleted follow-ups would be back</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n deleted purchase(s) would be back</source>
        <translation><numerusform>%n deleted purchase would be back</numerusform><numerusform>%n deleted purchases would be back</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n follow-up(s) noted since would be gone</source>
        <translation><numerusform>%n follow-up noted since would be gone</numerusform><numerusform>%n follow-ups noted since would be gone</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n further row(s) could not be imported: too many to be kept here. Mend them in the file itself, and import it again.</source>
        <translation><numerusform>%n further row could not be imported: too many to be kept here. Mend it in the file itself, and import that again.</numerusform><numerusform>%n further rows could not be imported: too many to be kept here. Mend them in the file itself, and import it again.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) being told</source>
        <translation><numerusform>%n line being told</numerusform><numerusform>%n lines being told</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the history belong to a change that is not there.</source>
        <translation><numerusform>%n line of the history belongs to a change that is not there.</numerusform><numerusform>%n lines of the history belong to a change that is not there.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the history cannot be read.</source>
        <translation><numerusform>%n line of the history cannot be read.</numerusform><numerusform>%n lines of the history cannot be read.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) told</source>
        <translation><numerusform>%n line told</numerusform><numerusform>%n lines told</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n lines, %1</source>
        <translation><numerusform>%n line, %1</numerusform><numerusform>%n lines, %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) after it is done</source>
        <translation><numerusform>%n month after it is done</numerusform><numerusform>%n months after it is done</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation><numerusform>%n month ago</numerusform><numerusform>%n months ago</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation><numerusform>%n more</numerusform><numerusform>%n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) sent to the printer</source>
        <translation><numerusform>%n page sent to the printer</numerusform><numerusform>%n pages sent to the printer</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) written to %1</source>
        <translation><numerusform>%n page written to %1</numerusform><numerusform>%n pages written to %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the encrypted file are not what was written there.</source>
        <translation><numerusform>%n part of the encrypted file is not what was written there.</numerusform><numerusform>%n parts of the encrypted file are not what was written there.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the file are not what they were when the shop was last closed.</source>
        <translation><numerusform>%n part of the file is not what it was when the shop was last closed.</numerusform><numerusform>%n parts of the file are not what they were when the shop was last closed.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s)</source>
        <translation><numerusform>%n purchase</numerusform><numerusform>%n purchases</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s) of %1, less refunds of %2</source>
        <translation><numerusform>%n purchase of %1, less refunds of %2</numerusform><numerusform>%n purchases of %1, less refunds of %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n purchase(s) recorded since would be gone</source>
        <translation><numerusform>%n purchase recorded since would be gone</numerusform><numerusform>%n purchases recorded since would be gone</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) could not be imported. Mend them here, or save them as a workbook.</source>
        <translation><numerusform>%n row could not be imported. Mend it here, or save it as a workbook.</numerusform><numerusform>%n rows could not be imported. Mend them here, or save them as a workbook.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of “%1” belong to something that is not there.</source>
        <translation><numerusform>%n row of “%1” belongs to something that is not there.</numerusform><numerusform>%n rows of “%1” belong to something that is not there.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1</source>
        <translation><numerusform>%n row written to %1</numerusform><numerusform>%n rows written to %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation><numerusform>%n selected</numerusform><numerusform>%n selected</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) · %1</source>
        <translation><numerusform>%n visit · %1</numerusform><numerusform>%n visits · %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s), %1 in all, last on %2</source>
        <translation><numerusform>%n visit, %1 in all, last on %2</numerusform><numerusform>%n visits, %1 in all, last on %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) after it is done</source>
        <translation><numerusform>%n week after it is done</numerusform><numerusform>%n weeks after it is done</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) after it is done</source>
        <translation><numerusform>%n year after it is done</numerusform><numerusform>%n years after it is done</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) ago</source>
        <translation><numerusform>%n year ago</numerusform><numerusform>%n years ago</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>A cell of a workbook holds 32,767 characters: %n cell(s) had more and were cut (%1). A .csv or .json file holds them whole.</source>
        <translation><numerusform>A cell of a workbook holds 32,767 characters: %n cell had more and was cut (%1). A .csv or .json file holds it whole.</numerusform><numerusform>A cell of a workbook holds 32,767 characters: %n cells had more and were cut (%1). A .csv or .json file holds them whole.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Address labels of %n customer(s)</source>
        <translation><numerusform>Address labels of %n customer</numerusform><numerusform>Address labels of %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Address labels of the %n selected</source>
        <translation><numerusform>Address labels of the %n selected</numerusform><numerusform>Address labels of the %n selected</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>And %n more copy(s)</source>
        <translation><numerusform>And %n more copy</numerusform><numerusform>And %n more copies</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Backup made and checked: %n customer(s)</source>
        <translation><numerusform>Backup made and checked: %n customer</numerusform><numerusform>Backup made and checked: %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Backups made in both places and checked: %n customer(s)</source>
        <translation><numerusform>Backups made in both places and checked: %n customer</numerusform><numerusform>Backups made in both places and checked: %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n customer(s)</source>
        <translation><numerusform>Bring back %n customer</numerusform><numerusform>Bring back %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Bringing back %n customer(s)…</source>
        <translation><numerusform>Bringing back %n customer…</numerusform><numerusform>Bringing back %n customers…</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Brought back %n customer(s) from the copy of %1</source>
        <translation><numerusform>Brought back %n customer from the copy of %1</numerusform><numerusform>Brought back %n customers from the copy of %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Brought in the whole shop: %n customer(s)</source>
        <translation><numerusform>Brought in the whole shop: %n customer</numerusform><numerusform>Brought in the whole shop: %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Change %n more cell(s) to this</source>
        <translation><numerusform>Change %n more cell to this</numerusform><numerusform>Change %n more cells to this</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Changing %n customer(s)</source>
        <translation><numerusform>Changing %n customer</numerusform><numerusform>Changing %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Copied %n greeting(s)</source>
        <translation><numerusform>Copied %n greeting</numerusform><numerusform>Copied %n greetings</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Copied %n greeting(s), marked as greeted</source>
        <translation><numerusform>Copied %n greeting, marked as greeted</numerusform><numerusform>Copied %n greetings, marked as greeted</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Copied the shop to %1 and checked the copy: %n customer(s)</source>
        <translation><numerusform>Copied the shop to %1 and checked the copy: %n customer</numerusform><numerusform>Copied the shop to %1 and checked the copy: %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n customer(s)</source>
        <translation><numerusform>Deleted %n customer</numerusform><numerusform>Deleted %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n follow-up(s)</source>
        <translation><numerusform>Deleted %n follow-up</numerusform><numerusform>Deleted %n follow-ups</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n product(s)</source>
        <translation><numerusform>Deleted %n product</numerusform><numerusform>Deleted %n products</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n purchase(s)</source>
        <translation><numerusform>Deleted %n purchase</numerusform><numerusform>Deleted %n purchases</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n customer(s)</source>
        <translation><numerusform>Deleting %n customer</numerusform><numerusform>Deleting %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n follow-up(s)</source>
        <translation><numerusform>Deleting %n follow-up</numerusform><numerusform>Deleting %n follow-ups</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n purchase(s)</source>
        <translation><numerusform>Deleting %n purchase</numerusform><numerusform>Deleting %n purchases</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Have a look at %n customer(s): something of theirs may be wrong or missing</source>
        <translation><numerusform>Have a look at %n customer: something of theirs may be wrong or missing</numerusform><numerusform>Have a look at %n customers: something of theirs may be wrong or missing</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Import %n purchase(s)</source>
        <translation><numerusform>Import %n purchase</numerusform><numerusform>Import %n purchases</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation><numerusform>Import %n row</numerusform><numerusform>Import %n rows</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Made a demo shop of %n customer(s): %1</source>
        <translation><numerusform>Made a demo shop of %n customer: %1</numerusform><numerusform>Made a demo shop of %n customers: %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Marked %n birthday(s) as greeted</source>
        <translation><numerusform>Marked %n birthday as greeted</numerusform><numerusform>Marked %n birthdays as greeted</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Mend this cell and %n more like it</source>
        <translation><numerusform>Mend this cell and %n more like it</numerusform><numerusform>Mend this cell and %n more like it</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Put off %n follow-up(s) to %1</source>
        <translation><numerusform>Put off %n follow-up to %1</numerusform><numerusform>Put off %n follow-ups to %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Put the copy in the shop's place: %n customer(s)</source>
        <translation><numerusform>Put the copy in the shop's place: %n customer</numerusform><numerusform>Put the copy in the shop's place: %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Read %n row(s) of “%1”</source>
        <translation><numerusform>Read %n row of “%1”</numerusform><numerusform>Read %n rows of “%1”</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Set the source of %n customer(s) to “%1”</source>
        <translation><numerusform>Set the source of %n customer to “%1”</numerusform><numerusform>Set the source of %n customers to “%1”</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Set “%1” of %n customer(s) to “%2”</source>
        <translation><numerusform>Set “%1” of %n customer to “%2”</numerusform><numerusform>Set “%1” of %n customers to “%2”</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Tagged %n customer(s) “%1”</source>
        <translation><numerusform>Tagged %n customer “%1”</numerusform><numerusform>Tagged %n customers “%1”</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The %n selected row(s)</source>
        <translation><numerusform>The %n selected row</numerusform><numerusform>The %n selected rows</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The end of the number is the same of %n customer(s)</source>
        <translation><numerusform>The end of the number is the same of %n customer</numerusform><numerusform>The end of the number is the same of %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The list: %n row(s)</source>
        <translation><numerusform>The list: %n row</numerusform><numerusform>The list: %n rows</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The password protects %n more copy(s) now</source>
        <translation><numerusform>The password protects %n more copy now</numerusform><numerusform>The password protects %n more copies now</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The same holds for %n copy(s) of it.</source>
        <translation><numerusform>The same holds for %n copy of it.</numerusform><numerusform>The same holds for %n copies of it.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The search does not know %n customer(s) as they are now.</source>
        <translation><numerusform>The search does not know the newest state of %n customer.</numerusform><numerusform>The search does not know %n customers as they are now.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have a password now</source>
        <translation><numerusform>The shop and %n copy have a password now</numerusform><numerusform>The shop and %n copies have a password now</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have no password any more</source>
        <translation><numerusform>The shop and %n copy have no password any more</numerusform><numerusform>The shop and %n copies have no password any more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The shop and %n copy(s) have the new password now</source>
        <translation><numerusform>The shop and %n copy have the new password now</numerusform><numerusform>The shop and %n copies have the new password now</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Today: %n thing(s) to do</source>
        <translation><numerusform>Today: %n thing to do</numerusform><numerusform>Today: %n things to do</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Too many wrong passwords were typed. Try again in %n second(s).</source>
        <translation><numerusform>Too many wrong passwords were typed. Try again in %n second.</numerusform><numerusform>Too many wrong passwords were typed. Try again in %n seconds.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Took the tag “%1” from %n customer(s)</source>
        <translation><numerusform>Took the tag “%1” from %n customer</numerusform><numerusform>Took the tag “%1” from %n customers</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>While you were away for %n day(s)</source>
        <translation><numerusform>While you were away for %n day</numerusform><numerusform>While you were away for %n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n label(s) to %1</source>
        <translation><numerusform>Wrote %n label to %1</numerusform><numerusform>Wrote %n labels to %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>Wrote %n row(s) to %1</source>
        <translation><numerusform>Wrote %n row to %1</numerusform><numerusform>Wrote %n rows to %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>after %n minute(s) without use</source>
        <translation><numerusform>after %n minute without use</numerusform><numerusform>after %n minutes without use</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation><numerusform>and %n more</numerusform><numerusform>and %n more</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>and %n other place(s)</source>
        <translation><numerusform>and %n other place</numerusform><numerusform>and %n other places</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>due on %1, %n day(s) ago</source>
        <translation><numerusform>due on %1, %n day ago</numerusform><numerusform>due on %1, %n days ago</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation><numerusform>for %n day</numerusform><numerusform>for %n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>no backup could be made for %n day(s): %1</source>
        <translation><numerusform>no backup could be made for %n day: %1</numerusform><numerusform>no backup could be made for %n days: %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>not here for %n day(s)</source>
        <translation><numerusform>not here for %n day</numerusform><numerusform>not here for %n days</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>put off to %1, %n day(s) ago; first due on %2</source>
        <translation><numerusform>put off to %1, %n day ago; first due on %2</numerusform><numerusform>put off to %1, %n days ago; first due on %2</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>the second place for backups took none for %n day(s): %1</source>
        <translation><numerusform>the second place for backups took none for %n day: %1</numerusform><numerusform>the second place for backups took none for %n days: %1</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>“%1” stands in %n more row(s).</source>
        <translation><numerusform>“%1” stands in %n more row.</numerusform><numerusform>“%1” stands in %n more rows.</numerusform></translation>
    </message>
</context>
</TS>
