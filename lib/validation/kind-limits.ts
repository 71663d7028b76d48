/** A hundred years: more than any sentence; the database holds it too. */
export const MAXIMUM_HARM_DAYS = 36_500;
