/* Runs before the native program does: the linker's --wrap puts it in the place of __libc_start_main (NativeProgram.targets). x86-64, glibc. */
#include <cpuid.h>
#include <unistd.h>

typedef int (*main_function)(int, char **, char **);
typedef void (*init_function)(int, char **, char **);

int __real___libc_start_main(main_function, int, char **, init_function, void (*)(void), void (*)(void), void *);

extern init_function __preinit_array_start[], __preinit_array_end[], __init_array_start[], __init_array_end[];
void _init(void);

/* A C library before 2.34 asks the program to run its own initializers; the start file of a newer one no longer brings this. */
static void initialize(int argc, char **argv, char **environment)
{
    for (init_function *f = __preinit_array_start; f < __preinit_array_end; f++) (*f)(argc, argv, environment);
    _init();
    for (init_function *f = __init_array_start; f < __init_array_end; f++) (*f)(argc, argv, environment);
}

static void finish(void) { }

/* x86-64-v3, and the operating system saves the registers of AVX. */
static int processor_is_new_enough(void)
{
    const unsigned first = bit_SSE3 | bit_SSSE3 | bit_FMA | bit_CMPXCHG16B | bit_SSE4_1 | bit_SSE4_2 | bit_MOVBE | bit_POPCNT | bit_OSXSAVE | bit_AVX | bit_F16C;
    const unsigned seventh = bit_BMI | bit_AVX2 | bit_BMI2, extended = bit_LAHF_LM | bit_LZCNT;
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || (c & first) != first) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & seventh) != seventh) return 0;
    if (!__get_cpuid(0x80000001, &a, &b, &c, &d) || (c & extended) != extended) return 0;
    __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return (a & 6) == 6;
}

int __wrap___libc_start_main(main_function main, int argc, char **argv, init_function unused_init, void (*unused_fini)(void), void (*loader_fini)(void), void *stack_end)
{
    static const char too_old[] = "error: this rightsizer needs a processor with AVX2 (x86-64-v3; Intel since 2013, AMD since 2015). "
        "On this one use the portable form, which needs the .NET 10 runtime.\n";
    if (!processor_is_new_enough())
    {
        if (write(STDERR_FILENO, too_old, sizeof too_old - 1) < 0) _exit(1);
        _exit(1);
    }
    return __real___libc_start_main(main, argc, argv, initialize, finish, loader_fini, stack_end);
}
