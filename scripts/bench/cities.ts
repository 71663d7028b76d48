/** A city's incidents in a file, and the months that its rankers are scored on. */
export type City = {
  code: string;
  name: string;
  what: string;
  kind: string;
  file: string;
  separator: ',' | '\t';
  /** Places of the columns of longitude and latitude in a row, from 0. */
  lonColumn: number;
  latColumn: number;
  columns: string;
  timezone: string;
  from: string;
  to: string;
};

export const CITIES: readonly City[] = [
  {
    ...{ code: '990001', name: 'Chicago', what: 'aggravated assaults', kind: 'assault' },
    file: 'chicago_aggravated_assaults_2010_2016.csv.gz',
    ...{ separator: ',', lonColumn: 2, latColumn: 3, timezone: 'America/Chicago' },
    columns: 'occurred=date,lon=longitude,lat=latitude',
    ...{ from: '2015-01', to: '2016-12' },
  },
  {
    ...{ code: '990002', name: 'New York', what: 'vehicle thefts', kind: 'vehicle_theft' },
    file: 'nyc_vehicle_thefts_2014_2017.csv.gz',
    ...{ separator: ',', lonColumn: 4, latColumn: 5, timezone: 'America/New_York' },
    columns: 'occurred=date_single,lon=longitude,lat=latitude,id=uid',
    ...{ from: '2016-01', to: '2017-12' },
  },
  {
    ...{ code: '990003', name: 'Cincinnati', what: 'burglaries', kind: 'burglary' },
    file: 'cincinnati_burglary.csv.gz',
    ...{ separator: ',', lonColumn: 3, latColumn: 4, timezone: 'America/New_York' },
    columns: 'occurred=offense_date,lon=longitude,lat=latitude',
    ...{ from: '2017-06', to: '2018-12' },
  },
  {
    ...{ code: '990004', name: 'Lancashire', what: 'anti-social behaviour', kind: 'asb' },
    file: 'lancashire_asb.tab.gz',
    ...{ separator: '\t', lonColumn: 1, latColumn: 2, timezone: 'Europe/London' },
    columns: 'occurred=month,lon=longitude,lat=latitude',
    ...{ from: '2022-07', to: '2022-12' },
  },
];
