/** Exit codes, the same for every command; the numbers from 64 on are those of sysexits.h. */
export const ok = 0
/** Findings of `check`, or a run that did not reach its goal. */
export const failed = 1
/** With `--exit-code`: not all is as it should be, and that could be found out. */
export const differs = 2
/** The command line cannot be understood. */
export const usage = 64
/** The program has errors, so nothing was done. */
export const invalidProgram = 65
/** A bug of ours. */
export const bug = 70
/** The API cannot be reached, or fails. */
export const apiUnavailable = 69
/** Nothing is wrong, and it is not done yet: something is waited for. Run it again later. */
export const notYet = 75
/** The API key is missing, wrong, or not allowed to do this. */
export const notAuthorised = 77
/** Stopped by Ctrl-C. */
export const interrupted = 130
/** Asked to stop by SIGTERM, as by `kill` or a container that is stopped. */
export const terminated = 143

/** With what a command ends that a signal ends. */
export const ofSignals = { SIGINT: interrupted, SIGTERM: terminated } as const
