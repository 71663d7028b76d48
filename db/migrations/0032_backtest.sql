-- How good past rankings were, and which ranker that speaks for: kept, so that each list can show its evidence.

CREATE TABLE backtest (
  jurisdiction      text NOT NULL REFERENCES jurisdiction ON DELETE CASCADE,
  id                bigint GENERATED ALWAYS AS IDENTITY,
  month             date NOT NULL CHECK (extract(day FROM month) = 1),
  kind              text,
  parameters        jsonb NOT NULL,
  data_version      bigint NOT NULL,
  first_scored      date NOT NULL,
  last_scored       date NOT NULL,
  chosen_ranker     text NOT NULL,
  chosen_parameters jsonb NOT NULL,
  result            jsonb NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (jurisdiction, id),
  UNIQUE NULLS NOT DISTINCT (jurisdiction, month, kind, parameters, data_version),
  CHECK (first_scored <= last_scored AND last_scored < month)
);
COMMENT ON TABLE backtest IS 'A stored backtest: every ranker tried on past months, and the one that the automatic choice takes.';
COMMENT ON COLUMN backtest.month IS 'The month that the choice is for: only earlier ones were known.';
COMMENT ON COLUMN backtest.kind IS 'Null: all kinds, or those of the group that the parameters name.';
COMMENT ON COLUMN backtest.parameters IS 'Group, weighing, origins, share of the cells, and the version of each ranker''s method.';
COMMENT ON COLUMN backtest.result IS 'Each ranker''s hits, hit rate, PAI with interval and PEI*, the random and the perfect choice beside them.';

-- It is of the whole jurisdiction, by kind: for the police who see all of it.
SELECT protect_table('backtest');
SELECT limit_to_towns('backtest', 'false');
SELECT allow('SELECT', 'backtest', ARRAY['commander', 'traffic', 'fire', 'analyst', 'admin']);

-- A ranking of a group of kinds, or by harm, is no more for everybody than one of a single kind.
ALTER POLICY "select" ON ranking_run USING (
  jurisdiction = (SELECT actor_jurisdiction_as(ARRAY['commander', 'traffic', 'fire', 'grid_worker', 'department', 'analyst', 'admin', 'viewer', 'public']))
  AND ((SELECT actor_is_police()) OR kind IS NULL AND ranker IN ('count_12m', 'gistar') AND parameters -> 'origins' = '["citizen"]'
    AND NOT parameters ?| ARRAY['group', 'weighing'])
);
