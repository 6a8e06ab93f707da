/** An object was changed, or taken away, between the plan and what was to be done with it: plan again. */
export class ChangedMeanwhile extends Error {}
