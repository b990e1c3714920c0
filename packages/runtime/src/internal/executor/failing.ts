/** What a request of a run can fail with, and what follows from it. */

import type { EndpointNotFound, PipeNotFound } from "@pipewright/cloud-api/errors"
import {
  type ApiUnavailable,
  mayHaveHappened,
  type NotAuthorised,
  type RequestRefused,
} from "@pipewright/cloud-api/errors"
import type { Failure as StateFailure } from "../../StateStore.ts"

export type ApiFailure = RequestRefused | NotAuthorised | ApiUnavailable | PipeNotFound | EndpointNotFound

export type Failing = ApiFailure | StateFailure

/** What a request of a pipe can fail with. */
export type PipeFailing = Exclude<Failing, EndpointNotFound>

/** A failure that every other request would meet as well. */
export const isGeneral = ({ _tag }: Failing): boolean =>
  _tag !== "RequestRefused" && _tag !== "PipeNotFound" && _tag !== "EndpointNotFound"

/** A failure after which the request may have taken effect all the same: it went out and no answer came back. */
export const isLost = (error: Failing): boolean => error._tag === "ApiUnavailable" && mayHaveHappened(error)

const says = (words: RegExp) => (error: Failing) =>
  error._tag === "RequestRefused" && error.status === 400 && words.test(error.apiMessage ?? "")

/** The answer to a start of a pipe that runs. */
export const isRunning = says(/already running/i)

/** The answer to an edit of a pipe that has to be stopped for it. */
export const mustBePaused = says(/must be paused/i)
