/** A count that a sample estimates, or one that is certain where it has no margin. */
export interface Estimated {
  total: number;
  margin?: number | undefined;
  /** What was seen, below which the truth is not. */
  seen?: number | undefined;
}

/** `12,400 ± 900`, `0 to 380`, or `12,400` where it is certain. */
export function showEstimated({ total, margin = 0, seen = 0 }: Estimated): string {
  if (margin === 0) return count(total);
  return total === 0 && seen === 0 ? `0 to ${count(margin)}` : `${count(total)} ± ${count(margin)}`;
}

/** `1,204.50 USD`, `0.02 USD`, `less than 0.01 USD` */
export function showUsd(usd: number): string {
  if (usd > 0 && usd < 0.01) return 'less than 0.01 USD';
  const [whole, cents] = usd.toFixed(2).split('.');
  return `${count(Number(whole))}.${cents} USD`;
}

function count(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}
