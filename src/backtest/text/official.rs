//! The official projection beside our run, and the base-year shares.

use super::super::BackTest;
use super::super::numbers::{decimal, percent, persons, signed};
use super::super::official::{self, Official};
use super::table;

impl BackTest<'_> {
    pub(crate) fn official_run(&self) -> String {
        let official = &self.official;
        format!(
            "## Die amtliche Prognose von 2019 neben unserer Rechnung\n\n{}\n{}\n{}\n{}\n{}\n{}",
            self.assumptions(official),
            self.official_totals(official),
            self.on_the_split(),
            self.official_split(official),
            self.on_the_shares(official),
            self.official_shares(official),
        )
    }

    fn assumptions(&self, official: &Official) -> String {
        let run = &self.set.past.official;
        let scenario = self.set.model.scenarios.iter().find(|scenario| scenario.id == run.scenario);
        let values = scenario.map_or(String::new(), |scenario| {
            let [men, women] = scenario.e0.map(|e0| decimal(e0.value, 2));
            format!(
                ": {} Kinder je Frau und eine Lebenserwartung von {men} und {women} Jahren",
                decimal(scenario.tfr.value, 1)
            )
        });
        format!(
            "Unsere Rechnung nimmt die veröffentlichten Annahmen für {} (Szenario `{}`{values}), beginnt mit den Altersjahren vom 31. Dezember {} und führt die \
             Wanderungen der Jahre davor fort. \"Amtlich\" ist die Bevölkerung von {} mal die veröffentlichte Veränderung des Kreises. Abgestimmt auf diese Summen \
             trifft die Rechnung jeden Kreis genau. Die Menschen ab 65 sind auch dann gerechnet und nicht vorgegeben.\n",
            official.last_year.0, run.scenario, run.start, official.base_year.0
        )
    }

    fn on_the_split(&self) -> String {
        let run = &self.set.past.official;
        format!(
            "Woher die Differenz im Land kommt: Veröffentlicht sind rund {} Geborene und {} Gestorbene im Jahr, als Zahlen von damals und nicht als Ergebnis der \
             Prognose, und ein Zuzug von {} Geflüchteten im Jahr. Ihre Wanderungen je Kreis sind nie veröffentlicht worden. In der Spalte \"amtlich\" steht der Rest, der \
             bliebe, wenn es bei diesen Geborenen und Gestorbenen geblieben wäre. Die Aufteilung zerlegt also unsere Differenz, sie prüft die Prognose nicht.\n",
            persons(run.births_a_year),
            persons(run.deaths_a_year),
            persons(run.refugees_a_year)
        )
    }

    fn on_the_shares(&self, official: &Official) -> String {
        format!(
            "Zitierte Anteile der Menschen ab 60 aus der Prognose von 2019, und was daraus wurde. Die Werte von {} sind gezählt und stehen auf dem Zensus 2022: Schwerin hat \
             schon überschritten, was für {} genannt war.\n",
            self.set.model.base_year.0, official.last_year.0
        )
    }

    fn official_totals(&self, official: &Official) -> String {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut sums = [0.0; 3];
        let mut push = |name: &str, values: [f64; 3]| {
            let [published, benchmarked, free] = values;
            rows.push(vec![
                name.to_owned(),
                persons(published),
                persons(benchmarked),
                signed(benchmarked - published),
                persons(free),
                signed(free - published),
                percent(100.0 * (free - published) / published),
            ]);
        };
        for run in &official.districts {
            let values = [run.published, run.benchmarked, run.free];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            push(&run.district.name, values);
        }
        push("Land", sums);
        push("darunter ab 65", official.from_65);
        let year = official.last_year.0.to_string();
        let head = [
            year.as_str(),
            "amtlich",
            "abgestimmt",
            "Differenz",
            "nicht abgestimmt",
            "Differenz",
            "Differenz %",
        ];
        table(&head, &rows)
    }

    fn official_split(&self, official: &Official) -> String {
        let split = &official.split;
        let [births, deaths, moves] = split.parts();
        let row = |what: &str, own: f64, published: f64, part: f64| {
            vec![what.to_owned(), persons(own), persons(published), signed(part)]
        };
        let mut rows = vec![
            row("Geborene im Jahr", split.births, split.published_births, births),
            row("Gestorbene im Jahr", split.deaths, split.published_deaths, deaths),
            row("Wanderungsgewinn im Jahr", split.moves, split.implied_moves, moves),
        ];
        rows.push(vec!["Start".to_owned(), persons(official.own_base), String::new(), signed(split.start)]);
        rows.push(vec![
            "zusammen".to_owned(),
            String::new(),
            String::new(),
            signed(births + deaths + moves + split.start),
        ]);
        table(&["", "unsere Rechnung, nicht abgestimmt", "amtlich", "macht bis 2040"], &rows)
    }

    fn official_shares(&self, official: &Official) -> String {
        let rows: Vec<Vec<String>> = official
            .shares
            .iter()
            .map(|share| {
                let numbers = [
                    share.quoted.first_percent,
                    share.start,
                    share.quoted.last_percent,
                    share.benchmarked,
                    share.free,
                    share.today,
                ];
                [share.name.clone()].into_iter().chain(numbers.map(|value| decimal(value, 1))).collect()
            })
            .collect();
        let (last, today) = (official.last_year.0, self.set.model.base_year.0);
        let head = [
            "ab 60 in Prozent".to_owned(),
            "zitiert: damals".to_owned(),
            format!("gezählt: {}", self.set.past.official.start),
            format!("zitiert: {last}"),
            format!("abgestimmt: {last}"),
            format!("nicht abgestimmt: {last}"),
            format!("gezählt: {today}"),
        ];
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        table(&head, &rows)
    }

    pub(crate) fn base_shares(&self) -> String {
        let history = self.history();
        let model = &self.set.model;
        let rows: Vec<Vec<String>> = model
            .districts
            .iter()
            .zip(&model.population)
            .filter_map(|(district, population)| {
                let official = official::official_share_from_60(&history, &district.key)?;
                let own = official::share_from_60(population);
                Some(vec![
                    district.name.clone(),
                    decimal(official, 2),
                    decimal(own, 2),
                    decimal(own - official, 2),
                ])
            })
            .collect();
        format!(
            "## Anteil der Menschen ab 60 am {} in Prozent\n\n\
             Die Ausgangszahlen des Modells gegen die amtliche Tabelle; erlaubt sind 0,05 Punkte.\n\n{}",
            format_args!("31. Dezember {}", model.base_year.0),
            table(&["Kreis", "amtlich", "Modell", "Differenz"], &rows)
        )
    }
}
