"""States and events by MQTT, and Home Assistant's discovery."""
