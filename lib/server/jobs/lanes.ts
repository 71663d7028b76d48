/** What changes incidents and their facts goes one after another, whatever its kind: the database would make it wait anyway. */
export const INCIDENTS_LANE = 'incidents';
