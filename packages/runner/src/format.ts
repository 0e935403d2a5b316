/** `1,204` */
export function count(number: number): string {
  // Making an Intl.NumberFormat takes longer than all else that a start prints.
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `1,204 records` */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `3.2 s`, `4 min 05 s`, `2 h 07 min` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
