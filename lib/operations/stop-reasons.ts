/** An abort or a roll back took over. */
export class Superseded extends Error {
  constructor() {
    super('superseded')
    this.name = 'Superseded'
  }
}

/** The console stops; another start goes on. */
export class Stopping extends Error {
  constructor() {
    super('stopping')
    this.name = 'Stopping'
  }
}
