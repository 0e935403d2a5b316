/** The parameters of an operation, as its request spells them. */
export type Input = { [parameter: string]: any };
