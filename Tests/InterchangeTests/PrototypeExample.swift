/// The example of the prototype's README.
let prototypeExample = """
  {
    "meters": {
      "api_key": "<api key>",
      "serial": "<meter serial>",
      "meters": [
        {
          "mpan": "<exporting mpan>",
          "unit": "electricity_exporting_kwh"
        },
        {
          "mpan": "<importing mpan>",
          "unit": "electricity_importing_kwh"
        }
      ]
    },
    "tariffs": {
      "flux_export_2023-07": {
        "unit": "electricity_exporting_kwh",
        "currency": "GBP",
        "rates": [
          {
            "interval_start": "00:00",
            "interval_end": "02:00",
            "rate": 0.1972
          },
          {
            "interval_start": "02:00",
            "interval_end": "05:00",
            "rate": 0.07432
          },
          {
            "interval_start": "05:00",
            "interval_end": "16:00",
            "rate": 0.1972
          },
          {
            "interval_start": "16:00",
            "interval_end": "19:00",
            "rate": 0.32008
          },
          {
            "interval_start": "19:00",
            "interval_end": "24:00",
            "rate": 0.1972
          }
        ]
      },
      "flux_import_2023-07": {
        "unit": "electricity_importing_kwh",
        "currency": "GBP",
        "rates": [
          {
            "interval_start": "00:00",
            "interval_end": "02:00",
            "rate": 0.30720
          },
          {
            "interval_start": "02:00",
            "interval_end": "05:00",
            "rate": 0.18432
          },
          {
            "interval_start": "05:00",
            "interval_end": "16:00",
            "rate": 0.30720
          },
          {
            "interval_start": "16:00",
            "interval_end": "19:00",
            "rate": 0.43008
          },
          {
            "interval_start": "19:00",
            "interval_end": "24:00",
            "rate": 0.30720
          }
        ]
      }
    }
  }
  """
