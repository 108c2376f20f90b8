#!/usr/bin/env bash
# Writes link-time copies of the C library that know no version after the one given, so that the linked program runs on every newer system. Each symbol
# of this machine's C library is bound to its newest version that is old enough; where the library that had it then is another one now, to that.
# Usage: old-glibc.sh FOLDER 2.28   (needs gcc and binutils; x86-64). Link with -LFOLDER first.
set -euo pipefail
folder=$1 newest=$2
mkdir -p "$folder"
cd "$folder"
exported() {
    local library
    library=$(gcc -print-file-name="$1")
    # a machine of today may have no such file any more
    [ "$library" = "$1" ] || objdump -T "$library"
}
# address, flags (may have blanks), section, size, version, name: printed as "library name version kind size"
exported_symbols() {
    for library in libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1; do
        exported $library | awk -v library=$library '
            NF >= 6 && $(NF-1) ~ /^\(?GLIBC_[0-9.]+\)?$/ && $0 !~ /\*(UND|ABS)\*/ && $0 !~ / \.t(bss|data)/ {
                version = $(NF-1); gsub(/[()]/, "", version); sub(/^GLIBC_/, "", version)
                print library, $NF, version, ($0 ~ / DO /) ? "object" : "function", $(NF-2)
            }'
    done
}
exported_symbols | awk -v newest="$newest" '
    function number(version,   part) { split(version, part, "."); return part[1] * 1000000 + part[2] * 1000 + part[3] }
    # where these were before the libraries became one, in 2.34
    function home(library, name) {
        if (name ~ /^(pthread_|sem_)/) return "libpthread.so.0"
        if (name ~ /^(dlopen|dlsym|dlvsym|dlclose|dlerror|dladdr1?|dlinfo|dlmopen)$/) return "libdl.so.2"
        if (name ~ /^(shm_|timer_|mq_|aio_|lio_)/) return "librt.so.1"
        return library == "libm.so.6" ? library : "libc.so.6"
    }
    number($3) <= number(newest) && number($3) > number(best[$2]) { best[$2] = $3; from[$2] = home($1, $2); kind[$2] = $4; size[$2] = $5 }
    END {
        for (name in best) {
            file = from[name] ".s"; label = "old_" ++count
            if (kind[name] == "object") printf ".bss\n.balign 32\n.globl %s\n.type %s,@object\n.size %s,0x%s\n%s: .zero 0x%s\n", label, label, label, size[name], label, size[name] > file
            else printf ".text\n.globl %s\n.type %s,@function\n%s: ret\n", label, label, label > file
            printf ".symver %s,%s@@GLIBC_%s,remove\n", label, name, best[name] > file
            if (!((from[name], best[name]) in seen)) { seen[from[name], best[name]]; printf "GLIBC_%s { };\n", best[name] > (from[name] ".map") }
        }
    }'
for library in libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1; do
    gcc -shared -nostdlib -Wl,-soname,$library -Wl,--version-script,$library.map -x assembler $library.s -o $library
done
ln -sf libm.so.6 libm.so
ln -sf libpthread.so.0 libpthread.so
ln -sf libdl.so.2 libdl.so
ln -sf librt.so.1 librt.so
# atexit and a few others are linked in
echo 'GROUP ( -l:libc.so.6 -l:libc_nonshared.a )' > libc.so
