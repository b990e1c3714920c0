/**
 * Makes a run of the tests the same each time: properties are tried with one seed. `FUZZ_SEED` takes another; whole
 * campaigns (`npm run campaign`) take a new one each time.
 */
import * as fc from "fast-check"

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_124) })
