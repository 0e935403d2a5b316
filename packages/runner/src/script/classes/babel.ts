/** Nodes, scopes and helpers of Babel as it hands them to plugins: their types come with a Babel that is not installed. */
export type Babel = any;
