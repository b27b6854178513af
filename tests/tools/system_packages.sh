#!/usr/bin/env bash
# Installs the libraries that Qt's window needs on Debian, and a Chinese font, where they are missing. With the word
# "tests": the programs of a desktop that some tests start for themselves; those tests are skipped where they are missing.
# With the word "packing": what PyInstaller reads libraries with, and the library of Python itself.
set -u
what=${1:-window}
needed=()
have() { ldconfig -p 2>/dev/null | grep -q "$1"; }
there() { command -v "$1" >/dev/null; }
[ "$(uname -s)" = Linux ] || exit 0
if [ "$what" = window ]; then
  have libEGL.so.1 || needed+=(libegl1)
  have libGL.so.1 || needed+=(libgl1)
  have libxkbcommon.so.0 || needed+=(libxkbcommon0)
  have libxkbcommon-x11.so.0 || needed+=(libxkbcommon-x11-0)
  have libdbus-1.so.3 || needed+=(libdbus-1-3)
  have libgssapi_krb5.so.2 || needed+=(libgssapi-krb5-2)
  have libfontconfig.so.1 || needed+=(libfontconfig1)
  have libxcb-cursor.so.0 || needed+=(libxcb-cursor0)
  have libxcb-icccm.so.4 || needed+=(libxcb-icccm4)
  have libxcb-keysyms.so.1 || needed+=(libxcb-keysyms1)
  have libxcb-image.so.0 || needed+=(libxcb-image0)
  have libxcb-render-util.so.0 || needed+=(libxcb-render-util0)
  have libxcb-shape.so.0 || needed+=(libxcb-shape0)
  have libglib-2.0.so.0 || needed+=(libglib2.0-0)
  ls /usr/share/fonts/*/noto/NotoSansCJK* /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1 || needed+=(fonts-noto-cjk)
  python3 -c 'import ensurepip, venv' 2>/dev/null || needed+=(python3-venv)
elif [ "$what" = packing ]; then
  there objdump || needed+=(binutils)
  library=$(python3 -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')
  [ "$(command -v python3)" != /usr/bin/python3 ] || have "$library.so" || needed+=("$library")
else
  there Xvfb || needed+=(xvfb)
  there dbus-daemon || needed+=(dbus-daemon)
  there dunst || needed+=(dunst)
  there openbox || needed+=(openbox)
  there xdotool || needed+=(xdotool)
  there setpriv || needed+=(util-linux)
  there strace || needed+=(strace)
  there gio || needed+=(libglib2.0-bin)
  there update-desktop-database || needed+=(desktop-file-utils)
  there appstreamcli || needed+=(appstream)
fi
[ ${#needed[@]} -eq 0 ] && exit 0
failed() {
  echo "$*"
  [ "$what" = tests ] || exit 1
  echo "Tests that need them are skipped."
  exit 0
}
run=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then run=(sudo -n); else
    failed "These packages are missing, and installing them needs root: sudo apt-get install ${needed[*]}"
  fi
fi
command -v apt-get >/dev/null || failed "Install your system's packages for these, as Debian names them: ${needed[*]}"
echo "Installing what is needed: ${needed[*]}"
"${run[@]}" env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get update -qq >/dev/null &&
  "${run[@]}" env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y -qq --no-install-recommends "${needed[@]}" >/dev/null ||
  failed "apt-get could not install: ${needed[*]}"
