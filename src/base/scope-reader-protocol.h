/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What gatescope-reader and the program that starts it agree on.
 *
 *   gatescope-reader --name NAME [--tree-only] [--only DATASET] [--without GROUP…] [--container WORD --member NAME…]
 *
 * reads the file that is open as descriptor 3, fills the empty memory file that is open as descriptor 4 (see
 * ScopeImage), and says how it goes on descriptor 5, in lines of UTF-8. Of a model in several files (ScopeBundle) the first
 * --member is descriptor 3 and the others are 6, 7 …; those that end in .json are texts, all others HDF5. Numbers are read of
 * all datasets, of the one at --only, or of all but those in the groups --without.
 *
 *   guards WORDS           which of its limits the system gave it, before it reads the first byte
 *   progress DONE TOTAL    bytes; also the sign of life
 *   error CODE TEXT        a number of ScopeError, and what a person reads; the last line
 *   done                   the answer is complete; the last line
 *
 * Exit status 0 after "done", 1 after "error".
 *
 *   gatescope-reader --wait
 *
 * waits on descriptor 3, a socket, for one message: the words of such a call, each with its NUL, and beside them the
 * descriptors 3, 4, 5, 6 … Status 0 where nobody sends one any more.
 */
#define SCOPE_READER_FD_FILE 3
#define SCOPE_READER_FD_ANSWER 4
#define SCOPE_READER_FD_MESSAGES 5
#define SCOPE_READER_FD_MORE 6

/* What one message may bring: the kernel's own limit (SCM_MAX_FD), and words enough for as many names. */
#define SCOPE_READER_MAX_HANDED 253
#define SCOPE_READER_MAX_CALL 65536

#define SCOPE_READER_MAX_LINE 16384
