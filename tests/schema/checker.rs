//! A checker for as much of JSON Schema (draft 2020-12) as our schema uses. A keyword that it does not know is a breach, so
//! the schema cannot come to say something that is not checked.

use serde_json::{Map, Value};

/// Everything about `value` that `schema` does not allow, each with its place.
pub fn breaches(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Checker { root: schema }.check(schema, value, "", &mut found);
    found
}

/// Every object of the schema that describes a value, with its place.
pub fn described(schema: &Value) -> Vec<(String, &Map<String, Value>)> {
    let mut found = Vec::new();
    for list in ["properties", "$defs"] {
        for (key, part) in schema.get(list).and_then(Value::as_object).into_iter().flatten() {
            found.extend(part.as_object().map(|part| (format!("{list}/{key}"), part)));
            found.extend(described(part).into_iter().map(|(place, part)| (format!("{list}/{key}/{place}"), part)));
        }
    }
    found
}

struct Checker<'a> {
    root: &'a Value,
}

impl Checker<'_> {
    fn check(&self, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else { return found.push(format!("{place}: the schema is no object")) };
        for (keyword, says) in schema {
            let holds = match keyword.as_str() {
                "$schema" | "title" | "description" | "$defs" | "required" => true,
                "$ref" => {
                    self.reference(says, value, place, found);
                    true
                }
                "type" => one_or_many(says).any(|name| is_of_type(value, name)),
                "enum" => says.as_array().is_some_and(|allowed| allowed.contains(value)),
                "format" => value.as_str().is_none_or(|text| has_format(text, says)),
                "minimum" => value.as_i64().is_none_or(|number| says.as_i64().is_some_and(|least| number >= least)),
                "minItems" => value.as_array().is_none_or(|list| Some(list.len() as u64) >= says.as_u64()),
                "maxItems" => value.as_array().is_none_or(|list| says.as_u64() >= Some(list.len() as u64)),
                "items" => {
                    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(says, item, &format!("{place}/{at}"), found);
                    }
                    true
                }
                "anyOf" => one_or_many(says).any(|schema| {
                    let mut breaches = Vec::new();
                    self.check(schema, value, place, &mut breaches);
                    breaches.is_empty()
                }),
                "properties" | "additionalProperties" => true,
                _ => false,
            };
            if !holds {
                found.push(format!("{place}: {value} is against `{keyword}`: {says}"));
            }
        }
        if let (Some(properties), Some(object)) = (schema.get("properties"), value.as_object()) {
            self.object(schema, properties, object, place, found);
        }
    }

    fn object(
        &self,
        schema: &Map<String, Value>,
        properties: &Value,
        object: &Map<String, Value>,
        place: &str,
        found: &mut Vec<String>,
    ) {
        for key in schema.get("required").into_iter().flat_map(one_or_many).filter_map(Value::as_str) {
            if !object.contains_key(key) {
                found.push(format!("{place}: {key} is missing"));
            }
        }
        for (key, value) in object {
            match properties.get(key) {
                Some(schema) => self.check(schema, value, &format!("{place}/{key}"), found),
                None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                    found.push(format!("{place}: {key} is not in the schema"));
                }
                None => {}
            }
        }
    }

    /// Only places in the schema itself.
    fn reference(&self, says: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
        let target = says.as_str().and_then(|says| says.strip_prefix('#')).and_then(|at| self.root.pointer(at));
        match target {
            Some(target) => self.check(target, value, place, found),
            None => found.push(format!("{place}: there is no {says}")),
        }
    }
}

fn one_or_many(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice).iter()
}

fn is_of_type(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

fn has_format(text: &str, format: &Value) -> bool {
    match format.as_str() {
        Some("date") => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
        Some("date-time") => text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok(),
        _ => false,
    }
}
