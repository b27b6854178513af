#!/usr/bin/env bash
# Lays the folder form out as an AppDir, the input of an AppImage, and makes the AppImage where appimagetool is found.
#
#   resources/packaging/linux/appdir.sh [DIST [TARGET]]     (default: dist, dist/CRM-Desktop.AppDir)
#
# An AppImage is one file like dist/crm-desktop, but it is mounted, not unpacked at each start: it starts as fast as the
# folder. The same layout below usr/ is what a package of a distribution installs.
set -euo pipefail
cd "$(dirname "$0")/../../.."
dist=${1:-dist}
target=${2:-$dist/CRM-Desktop.AppDir}
here=resources/packaging/linux

rm -rf "$target"
mkdir -p "$target"/usr/{bin,lib,share/{applications,metainfo,mime/packages,icons/hicolor/{scalable,256x256}/apps}}
cp -a "$dist/crm-desktop-folder" "$target/usr/lib/crm-desktop"
ln -s ../lib/crm-desktop/crm-desktop "$target/usr/bin/crm-desktop"
cp "$here/crm-desktop.desktop" "$target/usr/share/applications/"
cp "$here/crm-desktop.metainfo.xml" "$target/usr/share/metainfo/app.crmdesktop.CRMDesktop.metainfo.xml"
cp "$here/crm-desktop-mime.xml" "$target/usr/share/mime/packages/crm-desktop.xml"
cp resources/icons/app.svg "$target/usr/share/icons/hicolor/scalable/apps/crm-desktop.svg"
cp build/icons/crm-desktop.png "$target/usr/share/icons/hicolor/256x256/apps/"

# What the AppImage's own start looks for at the top.
ln -s usr/bin/crm-desktop "$target/AppRun"
ln -s usr/share/applications/crm-desktop.desktop "$target/crm-desktop.desktop"
cp build/icons/crm-desktop.png "$target/crm-desktop.png"
ln -s crm-desktop.png "$target/.DirIcon"

if command -v appimagetool >/dev/null; then
  ARCH=$(uname -m) appimagetool --no-appstream "$target" "$dist/CRM-Desktop-$(uname -m).AppImage"
else
  echo "Laid out: $target (appimagetool is not installed, so no AppImage was made of it)"
fi
