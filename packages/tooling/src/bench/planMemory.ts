/** `node planMemory.ts N`: plans N pipes against as many that are there, for the most memory that it takes. */
import { planning } from "./stages.ts"

const work = await planning(Number(process.argv[2]))
work()
