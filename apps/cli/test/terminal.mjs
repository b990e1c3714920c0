// Loaded before the command, it makes the command believe to be on a terminal.
for (const stream of [process.stdin, process.stdout, process.stderr]) stream.isTTY = true
process.stdin.setRawMode = () => process.stdin
