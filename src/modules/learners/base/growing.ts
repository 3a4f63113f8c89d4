/**
 * A list of unsigned 32-bit integers that grows by doubling: an array of numbers costs twice the memory and more time.
 */
export class Uint32List {
  #values = new Uint32Array(64)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length] = value
    this.#length += 1
  }

  at(index: number): number {
    return this.#values[index]!
  }

  set(index: number, value: number): void {
    this.#values[index] = value
  }

  clear(): void {
    this.#length = 0
  }

  /** A copy of exactly the length. */
  toArray(): Uint32Array {
    return this.#values.slice(0, this.#length)
  }

  #grow(): void {
    const wider = new Uint32Array(this.#values.length * 2)
    wider.set(this.#values)
    this.#values = wider
  }
}
