/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope-call-filter.h"

#include "scope-reader-protocol.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The table by which this program's calls are numbered. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define ARCHITECTURE AUDIT_ARCH_S390X
#elif defined(__loongarch64)
#define ARCHITECTURE AUDIT_ARCH_LOONGARCH64
#endif

#ifdef ARCHITECTURE

#define MAX_LENGTH 160
#define REFUSE (SECCOMP_RET_ERRNO | EPERM)
/* Where an argument's lower half lies: all that are looked at are of type int. */
#define ARGUMENT(n)                                                                                \
  (offsetof (struct seccomp_data, args) + (n) * sizeof (guint64)                                   \
   + (G_BYTE_ORDER == G_BIG_ENDIAN ? sizeof (guint32) : 0))

typedef struct
{
  struct sock_filter code[MAX_LENGTH];
  gushort length;
} Program;

static void
add (Program *program, struct sock_filter instruction)
{
  g_assert (program->length < MAX_LENGTH);
  program->code[program->length++] = instruction;
}

static void
add_call_number (Program *program)
{
  add (program, (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS,
                                               offsetof (struct seccomp_data, nr)));
}

/* The number of the call is in the accumulator. */
static void
allow (Program *program, guint32 call)
{
  add (program, (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
  add (program, (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

/* Only where (argument & @mask) is @value. */
static void
allow_where (Program *program, guint32 call, guint argument, guint32 mask, guint32 value)
{
  add (program, (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, call, 0, 5));
  add (program,
       (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, (guint32) ARGUMENT (argument)));
  add (program, (struct sock_filter) BPF_STMT (BPF_ALU | BPF_AND | BPF_K, mask));
  add (program, (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
  add (program, (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  add (program, (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, REFUSE));
}

gboolean
scope_call_filter_load (void)
{
  static const guint32 allowed[] = {
    SYS_read,        SYS_pread64,      SYS_readv,          SYS_lseek,         SYS_write,
    SYS_writev,      SYS_close,        SYS_fstat,          SYS_munmap,        SYS_mremap,
    SYS_madvise,     SYS_brk,          SYS_futex,          SYS_clock_gettime, SYS_gettimeofday,
    SYS_getrusage,   SYS_getpid,       SYS_gettid,         SYS_getrandom,     SYS_sched_yield,
    SYS_sigaltstack, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,  SYS_restart_syscall,
    SYS_exit,        SYS_exit_group,
#ifdef SYS_time
    SYS_time,
#endif
  };
  Program program = { .length = 0 };
  struct sock_fprog loaded;

  add (&program, (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS,
                                                offsetof (struct seccomp_data, arch)));
  add (&program, (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  add (&program, (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  add_call_number (&program);
  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    allow (&program, allowed[i]);
  /* Memory yes, code no. */
  allow_where (&program, SYS_mmap, 2, PROT_EXEC, 0);
  allow_where (&program, SYS_mprotect, 2, PROT_EXEC, 0);
  /* The answer gets its size. */
  allow_where (&program, SYS_ftruncate, 0, G_MAXUINT32, SCOPE_READER_FD_ANSWER);
  /* abort() signals itself. */
  allow_where (&program, SYS_tgkill, 0, G_MAXUINT32, (guint32) getpid ());
  add (&program, (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, REFUSE));

  loaded.len = program.length;
  loaded.filter = program.code;
  return prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &loaded) == 0;
}

#else

gboolean
scope_call_filter_load (void)
{
  return FALSE;
}

#endif
