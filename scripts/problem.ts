/** Something people can mend themselves: its message is all they need to read. Any other error is a fault of ours. */
export class Problem extends Error {
  override name = 'Problem'
}
