/** `node planMemory.ts N`: plans N pipes against as many that are there, and prints the most memory it took, in bytes. */
import { planning } from "./stages.ts"

const work = await planning(Number(process.argv[2]))
work()
console.log(process.resourceUsage().maxRSS * 1024)
