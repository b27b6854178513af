; Inno Setup 6: the folder form as an installer, for this user alone (no administrator is asked for).
;
;   iscc /DVersion=1.0.0 resources\packaging\windows\crm-desktop.iss
;
; reads dist\crm-desktop-folder and build\icons, which `pyinstaller crm_desktop.spec` leaves, and writes
; dist\CRM-Desktop-1.0.0-setup.exe. The workflow in .github\workflows runs it.

#ifndef Version
  #error Give the version: iscc /DVersion=1.0.0
#endif
#define Root "..\..\.."

[Setup]
AppId={{6C6E1B0A-3C5B-4F0C-9C2C-0B7C1D5D8E41}
AppName=CRM Desktop
AppVersion={#Version}
AppVerName=CRM Desktop {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\CRM Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SetupIconFile={#Root}\build\icons\crm-desktop.ico
UninstallDisplayIcon={app}\CRM Desktop.exe
LicenseFile={#Root}\LICENSE
OutputDir={#Root}\dist
OutputBaseFilename=CRM-Desktop-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; A program that runs is asked to close first: its shop is then left tidy.
CloseApplications=yes
ShowLanguageDialog=auto

; Inno Setup brings no Chinese of its own: its unofficial translation is used where it was put beside this script.
[Languages]
#if FileExists(AddBackslash(SourcePath) + "ChineseSimplified.isl")
Name: "zh"; MessagesFile: "ChineseSimplified.isl"
#endif
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.Associate=Open .crm files with CRM Desktop
en.Shop=CRM Desktop shop
en.Desktop=An icon on the desktop
en.Start=Start CRM Desktop
#if FileExists(AddBackslash(SourcePath) + "ChineseSimplified.isl")
zh.Associate=用 CRM Desktop 打开 .crm 文件
zh.Shop=CRM Desktop 店铺
zh.Desktop=在桌面上放一个图标
zh.Start=打开 CRM Desktop
#endif

[Tasks]
Name: "associate"; Description: "{cm:Associate}"
Name: "desktop"; Description: "{cm:Desktop}"; Flags: unchecked

[Files]
Source: "{#Root}\dist\crm-desktop-folder\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs
Source: "{#Root}\CHANGELOG.md"; DestDir: "{app}"
Source: "{#Root}\build\help\*"; DestDir: "{app}\help"; Flags: ignoreversion recursesubdirs skipifsourcedoesntexist

; What an older version brought and this one does not.
[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{autoprograms}\CRM Desktop"; Filename: "{app}\CRM Desktop.exe"
Name: "{autodesktop}\CRM Desktop"; Filename: "{app}\CRM Desktop.exe"; Tasks: desktop

; Phone numbers (tel:) are not taken here: she switches that on in the program, where it can be switched off again.
[Registry]
Root: HKCU; Subkey: "Software\Classes\.crm"; ValueType: string; ValueData: "CRMDesktop.Shop"; Flags: uninsdeletevalue; Tasks: associate
Root: HKCU; Subkey: "Software\Classes\.crm\OpenWithProgids"; ValueType: string; ValueName: "CRMDesktop.Shop"; ValueData: ""; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\CRMDesktop.Shop"; ValueType: string; ValueData: "{cm:Shop}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\CRMDesktop.Shop\DefaultIcon"; ValueType: string; ValueData: """{app}\CRM Desktop.exe"",0"
Root: HKCU; Subkey: "Software\Classes\CRMDesktop.Shop\shell\open\command"; ValueType: string; ValueData: """{app}\CRM Desktop.exe"" open ""%1"""

[Run]
Filename: "{app}\CRM Desktop.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent
