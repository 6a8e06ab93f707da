import { setTimeout as delay } from 'node:timers/promises'

/** For tests: the pause of a client that asks all the time, so that some of the machine is left to those who answer. */
export const betweenRequests = (): Promise<void> => delay(5)
